import fc from 'fast-check';
import { type AnyEventObject, createMachine } from 'xstate';
import { monitor, type Property } from '../../src/index.js';

/** What components say, shout and whisper (see `performing`). */
const SHOWN = ['SAID', 'LOUD', 'QUIET'] as const;
const STEP = 'step';
const VIOLATED = 'violated';
const STATES_MAX = 5;

/** A monitor: by state, where what it hears leads to; the first state is the initial one. Of steps it follows those of one component. */
export interface DrawnMonitor {
  readonly states: readonly { readonly on: Readonly<Record<string, string>> }[];
  readonly stepsOf: string;
}

const nameOf = (state: number) => `m${state}`;

/** A monitor of some states, beside the one in which it is violated, in a network of these components. Most monitors hear no steps, with which little commutes. */
export const monitorAmong = (ids: readonly string[]): fc.Arbitrary<DrawnMonitor> =>
  fc.integer({ min: 2, max: STATES_MAX }).chain((count) => {
    const target = fc.oneof(
      { weight: 7, arbitrary: fc.nat(count - 1).map(nameOf) },
      { weight: 1, arbitrary: fc.constant(VIOLATED) },
    );
    const heard = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...SHOWN) },
      { weight: 1, arbitrary: fc.constant(STEP) },
    );
    const state = fc.record({
      on: fc.dictionary(heard, target, { minKeys: 1, maxKeys: SHOWN.length, noNullPrototype: true }),
    });
    return fc.record({
      states: fc.array(state, { minLength: count, maxLength: count }),
      stepsOf: fc.constantFrom(...ids),
    });
  });

/** The claim that it is not violated. */
export function monitorOf({ states, stepsOf }: DrawnMonitor, name: string): Property {
  const transition = (type: string, target: string) => ({
    target,
    ...(type === STEP
      ? { guard: ({ event }: { readonly event: AnyEventObject }) => event.component === stepsOf }
      : {}),
  });
  const drawn = states.map(({ on }, at) => [
    nameOf(at),
    { on: Object.fromEntries(Object.entries(on).map(([type, target]) => [type, transition(type, target)])) },
  ]);
  const chart = {
    id: 'drawn',
    initial: nameOf(0),
    states: { ...Object.fromEntries(drawn), [VIOLATED]: { tags: 'violation' } },
  };
  return monitor(name, createMachine(chart as never));
}
