import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  assign,
  cancel,
  emit,
  getInitialMicrosteps,
  raise,
  sendTo,
  StateMachine,
} from 'xstate';
import { foreign, versionOf } from '../network/xstate-version.js';
import { type RecordedAction, RecordingScope } from './recording-scope.js';

type Constructor = new (...parameters: never[]) => AnyStateMachine;

/** By class of machines: whether it answers as our own does. */
const known = new WeakMap<Constructor, boolean>([[StateMachine as unknown as Constructor, true]]);

/**
 * Refuses a machine of another copy of XState whose inside works differently, for example one that performs actions instead of
 * handing them over: its messages would be missed silently. The copy is tried with a small chart, and must do and tell the same
 * as our own copy does. A copy of the same version always passes, and so do most versions near it.
 *
 * @param where names the component or monitor in messages
 */
export function refuseOtherInsides(machine: AnyStateMachine, where: string): void {
  const constructor = machine.constructor as unknown as Constructor;
  let isAlike = known.get(constructor);
  if (isAlike === undefined) {
    isAlike = answers(constructor) === answers(StateMachine as unknown as Constructor);
    known.set(constructor, isAlike);
  }
  if (isAlike) return;
  throw foreign(
    `The ${where} (machine '${machine.id}')`,
    versionOf(constructor),
    'The two work differently inside: have one of them only (`npm ls xstate`), or install that version beside it.',
  );
}

/** A bit of everything that the engine reads out of what XState tells it. */
const CHART = {
  id: 'chart',
  context: ({ input }: { input: number }) => ({ n: input }),
  initial: 'a',
  entry: ['plain'],
  on: { MISSED: { guard: 'no', target: '.b' }, SPENT: {} },
  states: {
    a: {
      tags: ['first'],
      after: { 10: { target: 'b' } },
      on: { GO: { guard: 'yes', target: 'b', actions: ['count', 'tell', 'show', 'own'] } },
    },
    b: {
      entry: ['later', 'not'],
      initial: 'c',
      states: { c: { on: { BACK: '#chart.done' }, always: { guard: 'no', target: 'd' } }, d: {} },
      on: { OWN: { target: '.d', actions: ['count'] } },
    },
    past: { type: 'history', history: 'deep' },
    done: { type: 'final', id: 'chart.done' },
  },
};

const IMPLEMENTATIONS = {
  guards: { yes: ({ context }: { context: { n: number } }) => context.n > 0, no: () => false },
  actions: {
    plain: () => {},
    count: assign({ n: ({ context }) => (context as { n: number }).n + 1 }),
    tell: sendTo(({ system }) => system.get('other')!, { type: 'TOLD' } as never),
    show: emit({ type: 'SHOWN' }),
    own: raise({ type: 'OWN' }),
    later: raise({ type: 'OWN' }, { delay: 5, id: 'later' }),
    not: cancel('later'),
  },
};

function answers(constructor: Constructor): string {
  const told: unknown[] = [];
  try {
    const machine = Reflect.construct(constructor, [CHART, IMPLEMENTATIONS]) as AnyStateMachine;
    const copy = machine.provide({});
    const scope = new RecordingScope('it', ({ snapshot, _transitions }) => {
      told.push([snapshot.value, _transitions.map(({ eventType }) => eventType)]);
    });
    const ask = (question: () => ReturnType<AnyStateMachine['transition']>) => {
      scope.clear();
      const snapshot = question();
      const { value, context, status, historyValue, children, _nodes } = snapshot;
      const nodes = _nodes.map(({ id }: { id: string }) => id);
      const history = Object.keys(historyValue as object);
      told.push([
        value,
        context,
        status,
        history,
        Object.keys(children as object),
        nodes,
        [...snapshot.tags],
      ]);
      told.push(
        scope.recorded.map(contentOf),
        scope.created.map(({ source }) => source),
      );
      return snapshot;
    };
    // What leads through several states as it starts is told by our own copy.
    const starts = getInitialMicrosteps(copy, 1 as never);
    told.push(starts.map(([{ value }]) => value as AnyMachineSnapshot['value']));
    let snapshot = ask(() => copy.getInitialSnapshot(scope.scope, 1 as never));
    for (const type of ['MISSED', 'SPENT', 'GO', 'BACK']) {
      const event = { type };
      told.push(copy.getTransitionData(snapshot, event).length);
      const before = snapshot;
      snapshot = ask(() => copy.transition(before, event, scope.scope));
      told.push(snapshot === before);
    }
  } catch (thrown) {
    told.push(String(thrown));
  }
  return JSON.stringify(told);
}

function contentOf({ type, params, exec }: RecordedAction): unknown {
  const { event, id, delay, sendId, to } = (params ?? {}) as Record<string, unknown>;
  return [type, typeof exec, event, id, delay, sendId, (to as { id?: string } | undefined)?.id];
}
