import { Expired } from '../../interpreter/deadline.js';
import { CheckError } from '../../network/errors.js';
import { refuseUnknownOptions } from '../../network/known-keys.js';
import type { Network } from '../../network/network.js';
import { requireNetwork } from '../../network/require.js';
import { isFaultStep } from '../../network/step.js';
import type { Finding, Violation } from '../../property/violation.js';
import { replayEach, type ReplayEnd } from '../replay.js';
import { requireSteps } from '../require-steps.js';
import { type DetourSearch, searchDetour } from './detours.js';
import { EngineTrace } from './engine-trace.js';
import { endOf } from './end.js';
import type { ExplainedFault, ExplainedStep, Explanation } from './explanation.js';
import { foldsOf } from './folds.js';
import { hasOneState } from './has-one-state.js';
import { eventToJson } from './json.js';
import { Recorder } from './recorder.js';
import { Run } from './run.js';
import { sentenceOf } from './sentences.js';
import { stepsAside } from './slice.js';
import { toldDetour } from './told-detour.js';
import { valuesRead } from './values-read.js';
import { whyOf } from './why/why.js';
import { Words } from './words.js';

/** What is explained: a violation, or the way to a witness. */
export type ExplainedRun = Pick<Violation, 'property' | 'initial' | 'steps'> &
  Partial<Pick<Violation, 'message' | 'loop' | 'minimality'>>;

/** What is known of a counterexample beside its steps. */
export interface ExplainOptions {
  /** The faults that are switched on. */
  readonly faults?: readonly ExplainedFault[];
  /** What the same steps violate beside the property. */
  readonly also?: readonly Finding[];
  /** States that are looked at for what should have come first. Default: 10,000; 0: none. */
  readonly detourStatesMax?: number;
}

const EXPLAIN_OPTIONS = { faults: true, also: true, detourStatesMax: true } as const;

/**
 * Explains a counterexample, or the way to a witness: runs it through XState, tells its steps in the network's words, and why its end is wrong. What comes
 * out is plain data, of which `briefText` makes a text.
 *
 * @throws CheckError when the network cannot take the steps, or where there are none: it fails as it starts, which the message of the violation tells
 */
export function explain(
  network: Network,
  violation: ExplainedRun,
  options: ExplainOptions = {},
): Explanation {
  refuseUnknownOptions<ExplainOptions>(options, EXPLAIN_OPTIONS, 'explain');
  requireNetwork(network);
  requireSteps(violation, 'A violation');
  const recorder = new Recorder(network);
  const end = replayEach(network, violation, (state, plain, _, taken) => {
    recorder.see(state, plain, taken);
  });
  return explanationOf(recorder, violation, end, options);
}

function explanationOf(
  recorder: Recorder,
  violation: ExplainedRun,
  end: ReplayEnd,
  { faults = [], also = [], detourStatesMax }: ExplainOptions,
): Explanation {
  const { network } = recorder;
  const { property, minimality = 'as found', message = end.message } = violation;
  addFailure(recorder, violation);
  const words = new Words(network);
  const run = new Run(violation, recorder, words, end);
  const onEngine = new EngineTrace(network, violation);
  const search = detourSearch(run, onEngine, detourStatesMax);
  const detour = search?.found === undefined ? undefined : toldDetour(run, search.found);
  const { why, subject, key: own, involved } = whyOf(run, search, detour);
  const ofDetour = detour === undefined ? [] : [detour.before, detour.missed?.since ?? 0];
  const isOfWaiting = why.kind === 'waits' || why.kind === 'lasso';
  const key = keySteps(run, [...own, ...ofDetour], isOfWaiting);
  const aside = stepsAside(run, minimality);
  const { channels, messages } = recorder.channels;
  const explanation = {
    network: network.name,
    property,
    outcome: end.isReached ? ('reached' as const) : ('violated' as const),
    ...sentenceOf(network, property),
    message: `${message}${valuesRead(run)}`,
    also: also.map((each) => ({ ...each, ...sentenceOf(network, each.property) })),
    faults,
    minimality,
    loop: violation.loop ?? null,
    components: network.components.map(({ machine }, at) => ({
      id: network.componentIds[at]!,
      machine: machine.id,
      group: run.groups[at]!,
      partOf: run.partOf[at]!,
      hasOneState: hasOneState(run, at),
    })),
    monitors: network.properties.flatMap((each) =>
      each.kind === 'monitor' ? [{ property: each.name, machine: each.machine.id }] : [],
    ),
    channels,
    messages,
    initial: recorder.initialParts(),
    steps: recorder.steps.map((_, at) => stepOf(run, at + 1, onEngine.enabled[at] ?? 0, aside)),
    folds: foldsOf(run, { key, aside, missed: detour?.missed ?? null }),
    key,
    end: endOf(run, onEngine, subject, detour, involved, why.kind === 'waits'),
  };
  // Last, when all of the network's words have been asked for.
  return { ...explanation, why: { ...why, remarks: [...why.remarks, ...words.problems] } };
}

/** A last step that fails leads to no state, so that the replay tells of none. */
function addFailure(recorder: Recorder, { steps, initial }: ExplainedRun): void {
  const { plain, states, network } = recorder;
  const label = steps[recorder.steps.length];
  if (plain === undefined || states.length === 0) {
    throw new CheckError(
      `The network '${network.name}' fails as it starts in its initial state ${initial}: there are no steps to explain.`,
    );
  }
  const taken = label === undefined ? undefined : plain.successor(states.at(-1)!, label);
  if (taken !== undefined) recorder.fail(taken);
}

function detourSearch(
  { schedule, loop, end }: Run,
  onEngine: EngineTrace,
  statesMax: number | undefined,
): DetourSearch | undefined {
  if (loop !== undefined || end.isReached || statesMax === 0) return undefined;
  try {
    return searchDetour(onEngine, schedule, statesMax);
  } catch (thrown) {
    // What was to be confirmed is: an explanation with less in it is better than none.
    if (thrown instanceof Expired || thrown instanceof CheckError) return undefined;
    throw thrown;
  }
}

/** The steps that are marked: those of the explanation, losses, duplicates and crashes, and the last. */
function keySteps(run: Run, own: readonly number[], isOfWaiting: boolean): number[] {
  const faults = run.recorder.steps.flatMap(({ taken }, at) =>
    isFaultStep(taken.step.kind) ? [at + 1] : [],
  );
  // Where something does not come, the last step is no more than the last.
  const last = isOfWaiting ? [] : [run.length];
  const all = new Set([...own, ...faults, ...last].filter((n) => n >= 1 && n <= run.length));
  return [...all].sort((one, other) => one - other);
}

function stepOf(run: Run, n: number, enabled: number, aside: ReadonlySet<number>): ExplainedStep {
  const { taken, ...recorded } = run.step(n);
  const { step, label } = taken;
  const isMessage = 'from' in step;
  const index = (id: string) => run.recorder.indexOf(id);
  return {
    n,
    kind: step.kind,
    from: isMessage ? index(step.from) : null,
    to: index(isMessage ? step.to : step.component),
    lane: isMessage ? step.lane : '',
    event: 'event' in step ? eventToJson(step.event) : null,
    timer: step.kind === 'timer' ? step.timer : null,
    label,
    words: run.wordsOf(n),
    isTold: run.toldOf(n) !== undefined,
    ...recorded,
    enabled,
    isAside: aside.has(n),
  };
}
