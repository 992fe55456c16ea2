import type { NetworkTelling, Step, View, WaitsFor } from '../../../src/index.js';
import type { AnyEventObject } from 'xstate';
import type {
  ModelInstanceContext,
  SwitchedObservation,
  TargetObservation,
} from '../../cache/model-instance.js';
import type {
  CopyOfModel,
  ModelEviction,
  ModelUse,
  ModelVersion,
  PoolContext,
  PublishedObservation,
  WeightBlock,
} from '../../cache/model-pool.js';

/** Sentences for the counterexamples of the model cache: versions, and who loads them. */
export const modelCacheWords: Pick<NetworkTelling, 'describe' | 'group' | 'waitsFor'> = {
  group: (id) => [id === 'pool' ? 'the pool' : nameOf(id)],
  describe: { step: stepText, move: moveText, place: placeText, cell: cellText, observed: observedText },
  waitsFor,
};

const nameOf = (id: string): string => id.replace('.', ' ');

const idText = (id: ModelVersion | null): string =>
  id === null ? 'nothing' : `model ${id.model} version ${id.version}`;

/** What is in a block, told with its number where that is not the number of its place. */
const heldText = (held: WeightBlock | null, at: number): string =>
  held === null || held.block === at ? idText(held) : `block ${held.block} of ${idText(held)}`;

function stepText(step: Step, before: View, after: View | undefined): string | undefined {
  if (step.kind === 'stimulus') {
    const { newest } = before.context<PoolContext>(step.component);
    return `version ${newest[0]! + 1} of model 0 is published`;
  }
  if (step.kind !== 'timer' || after === undefined) return undefined;
  const id = step.component;
  if (id === 'pool') {
    const fetched = before.context<PoolContext>(id).content.find(({ state }) => state === 'fetching');
    const next = after.context<PoolContext>(id).content.find(({ state }) => state === 'fetching');
    const begun = next === undefined ? '' : `, and ${idText(next.id)} is brought in`;
    return `${idText(fetched?.id ?? null)} is in the pool${begun}`;
  }
  const was = before.context<ModelInstanceContext>(id);
  const is = after.context<ModelInstanceContext>(id);
  if (before.matches(id, 'serving'))
    return `${nameOf(id)} is to switch to ${idText(is.target)}${broughtInText(is.target!, before, after)}`;
  if (before.matches(id, 'prepared')) {
    const what = `${nameOf(id)} asks to load ${idText(was.target)}`;
    return after.matches(id, 'holding') ? `${what}, and waits for it` : what;
  }
  if (before.matches(id, 'loading')) {
    const at = was.loaded.indexOf(null);
    return `${nameOf(id)} loads block ${at} of ${idText(was.target)}: it is of ${heldText(is.loaded[at]!, at)}`;
  }
  return before.matches(id, 'switching') ? `${nameOf(id)} switches to ${idText(was.target)}` : undefined;
}

/** What becomes of a version that an instance is to switch to. */
function broughtInText({ model, version }: ModelVersion, before: View, after: View): string {
  const was = before.context<PoolContext>('pool');
  const is = after.context<PoolContext>('pool');
  const copy = was.content.find(({ id }) => id.model === model && id.version === version);
  const asked = ({ wanted, content }: PoolContext) => wanted.length + content.length;
  if (asked(is) > asked(was)) {
    const though =
      copy === undefined ? '' : `, though it is ${copy.state === 'fetching' ? 'on its way' : 'there'}`;
    return `, and has it brought in ahead${though}`;
  }
  return copy?.state === 'resident' ? ', which is in the pool' : ', which is on its way to the pool';
}

function moveText(id: string, before: View, after: View): string | undefined {
  if (id === 'pool') return undefined;
  const was = before.context<ModelInstanceContext>(id);
  const is = after.context<ModelInstanceContext>(id);
  if (is.switched > was.switched) return `${nameOf(id)} switches`;
  const loaded = (context: ModelInstanceContext) => context.loaded.filter((block) => block !== null).length;
  if (loaded(is) > loaded(was)) return `${nameOf(id)} has loaded ${loaded(is)} of ${is.loaded.length} blocks`;
  return is.target !== null && was.target === null
    ? `${nameOf(id)} is to switch to ${idText(is.target)}`
    : undefined;
}

function placeText(id: string, [field, at]: readonly string[]): string | undefined {
  if (at === undefined) return undefined;
  if (field === 'serving') return `block ${at} that ${nameOf(id)} serves with`;
  return field === 'loaded' ? `block ${at} that ${nameOf(id)} has loaded` : undefined;
}

function cellText(_id: string, [field, at]: readonly string[], value: unknown): string | undefined {
  const isBlock = (field === 'serving' || field === 'loaded') && at !== undefined;
  return isBlock ? heldText(value as WeightBlock | null, Number(at)) : undefined;
}

function observedText(id: string, event: AnyEventObject): string {
  const observed = event as unknown as
    CopyOfModel | ModelUse | ModelEviction | PublishedObservation | SwitchedObservation | TargetObservation;
  switch (observed.type) {
    case 'SWITCHED': {
      const blocks = observed.blocks.map(heldText).join(' and ');
      return `${nameOf(id)} tells that it serves ${idText(observed.target)}, and has blocks of ${blocks}`;
    }
    case 'TARGET_TOLD':
      return `${nameOf(id)} is told to switch to ${idText(observed.target)}`;
    case 'MODEL_PUBLISHED':
      return `a new version of model ${observed.model} is published`;
    case 'MODEL_COPY_BEGUN':
      return `a copy of ${idText(observed)} is begun`;
    case 'MODEL_COPY_USED':
      return `${idText(observed)} is given to an instance to load`;
    case 'MODEL_COPY_EVICTED':
      return `${idText(observed)} is chosen to make room, of ${observed.content.map(({ id }) => idText(id)).join(', ')}`;
    case 'MODEL_COPY_DROPPED':
      return `the copy of ${idText(observed)} is gone`;
  }
}

/** Who is to load a version waits for the pool to have it. */
function waitsFor(view: View, id: string): readonly WaitsFor[] {
  if (id === 'pool' || !view.matches(id, 'holding')) return [];
  const { target } = view.context<ModelInstanceContext>(id);
  const { content } = view.context<PoolContext>('pool');
  const isThere = content.some(({ id: each }) => idText(each) === idText(target));
  const holders = content.flatMap(({ held }) => held).filter((each) => each !== id);
  return [
    {
      of: holders.length === 0 ? ['pool'] : [...new Set(holders)],
      words: isThere
        ? `waits to be told that ${idText(target)} is in the pool, where it is`
        : `waits for ${idText(target)}`,
      given: { to: id, event: { type: 'HELD' } },
    },
  ];
}
