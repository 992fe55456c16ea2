// Goal: what a run in virtual time rests on is checked as in any search: machines and properties that change their minds are refused at the end, and
// what a property throws is told with the time. Method: a counter that ticks, watched by faulty properties.

import { describe, expect, it } from 'vitest';
import { assign, emit, setup } from 'xstate';
import {
  always,
  CheckError,
  defineNetwork,
  monitor,
  type Network,
  type Property,
  simulate,
  type SimulateOptions,
  Simulation,
  type View,
} from '../../src/index.js';

/** Counts to `max`, every 10 ns; `may` guards each count. */
const counting = (max: number, properties: readonly Property[] = [], may = () => true): Network =>
  defineNetwork({
    name: 'counting',
    components: {
      it: {
        machine: setup({
          types: { context: {} as { readonly n: number } },
          delays: { tick: 10 },
          guards: { may },
          actions: {
            count: assign({ n: ({ context }) => context.n + 1 }),
            tell: emit(({ context }) => ({ type: 'COUNTED', n: context.n })),
          },
        }).createMachine({
          id: 'm',
          context: { n: 0 },
          initial: 'on',
          states: {
            on: {
              always: { guard: ({ context }) => context.n >= max, target: 'off' },
              after: { tick: { guard: 'may', target: 'on', reenter: true, actions: ['count', 'tell'] } },
            },
            off: { tags: 'rest' },
          },
        }),
      },
    },
    properties: [...properties],
  });

const read = (view: View) => view.context<{ readonly n: number }>('it').n;

const IMPURE_GUARD = /^The guard 'may' of machine 'm' is not a function of context and event/;

function impureGuard(): () => boolean {
  let calls = 0;
  return () => calls++ < 300;
}

describe('at the end of a run', () => {
  it('a machine that changes its mind is refused', () => {
    expect(() => simulate(counting(5, [], impureGuard()))).toThrow(IMPURE_GUARD);
  });

  it('also where other work happens in between', async () => {
    const simulation = new Simulation(counting(5, [], impureGuard()));
    await expect(simulation.runWatched({}, {})).rejects.toThrow(IMPURE_GUARD);
  });

  it('a property that changes its mind is refused', () => {
    let last = 0;
    const property = always('safe', (view) => {
      last = Math.max(last, read(view));
      return last - read(view) < 10;
    });
    expect(() => simulate(counting(100, [property]))).toThrow(
      "The property 'safe' gives different answers for one state; it must depend on the view only.",
    );
  });

  it('nothing is refused that is pure, however often it is run', () => {
    const simulation = new Simulation(counting(5, [always('few', (view) => read(view) <= 5)]));
    const runs = Array.from({ length: 3 }, () => simulation.run());
    expect(runs.map(({ verdict }) => verdict)).toEqual(Array(3).fill('holds-in-sample'));
  });
});

describe('what a property throws is told with the time', () => {
  const WHEN = 'That was at 20 ns of virtual time, after 2 steps.';

  it('by a predicate', () => {
    const property = always('safe', (view) => {
      if (read(view) === 2) throw new Error('no such slot');
      return true;
    });
    const run = () => simulate(counting(5, [property]));
    expect(run).toThrow(CheckError);
    expect(run).toThrow(`The property 'safe' throws: no such slot. Correct it. ${WHEN}`);
  });

  it('by a monitor', () => {
    const watch = setup({
      guards: {
        isBad: ({ event }) => {
          if (event.n === 2) throw new Error('no such number');
          return false;
        },
      },
    }).createMachine({
      id: 'w',
      initial: 'a',
      states: { a: { on: { COUNTED: { guard: 'isBad', target: 'b' } } }, b: { tags: 'violation' } },
    });
    expect(() => simulate(counting(5, [monitor('watch', watch)]))).toThrow(
      /^The monitor 'watch' \(machine 'w'\) throws on COUNTED .*no such number.* That was at 20 ns of virtual time, after 1 step\.$/,
    );
  });
});

describe('what virtual time cannot tell', () => {
  const waiting = (...delays: readonly number[]) =>
    defineNetwork({
      name: 'waiting',
      components: {
        m: {
          machine: setup({
            delays: Object.fromEntries(delays.map((ns, at) => [`d${at}`, ns])),
          }).createMachine({
            id: 'm',
            initial: 's0',
            states: Object.fromEntries(
              [...delays, 0].map((_, at) => [
                `s${at}`,
                at < delays.length ? { after: { [`d${at}`]: `s${at + 1}` } } : { tags: 'rest' },
              ]),
            ),
          }),
        },
      },
    });
  const most = Number.MAX_SAFE_INTEGER;

  it('is a timer that fires when nanoseconds are no longer told apart', () => {
    expect(() => simulate(waiting(most, 1))).toThrow(
      new CheckError(
        "A timer of component 'm' would fire at 9007199254740992 ns, and virtual time ends at 9007199254740991 ns, which are 104 days. Give shorter delays, or untilNs.",
      ),
    );
    expect(simulate(waiting(most)).endNs).toBe(most);
    // One that nobody waits for does not matter.
    expect(simulate(waiting(5, most), { untilNs: 100 })).toMatchObject({ end: 'time', steps: 1 });
  });
});

describe('options of simulate', () => {
  const network = counting(3);

  it.each<[object, string]>([
    [
      { untilNs: Number.NaN },
      'untilNs of simulate is NaN; give a whole number of nanoseconds, of at least 0.',
    ],
    [{ untilNs: -1 }, 'untilNs of simulate is -1; give a whole number of nanoseconds, of at least 0.'],
    [{ stepsMax: 2.5 }, 'stepsMax of simulate is 2.5; give a whole number of steps.'],
    [{ seed: 'x' }, "seed of simulate is 'x'; give a whole number."],
    [{ delayOf: 5 }, 'delayOf of simulate is 5; give a function from a timer to nanoseconds.'],
    [{ speedsOf: 5 }, 'speedsOf of simulate is 5; give a function from works to their speeds.'],
    [{ onStep: 5 }, 'onStep of simulate is 5; give a function.'],
    [{ emittedBy: 'it' }, "emittedBy of simulate is 'it'; give a list of ids of components."],
    [{ initial: 0.5 }, 'initial of simulate is 0.5; give the number of a combination of inputs, from 0 on.'],
    [
      { resources: {} },
      'resources of simulate is {}; give an object with owners, units, ownerOf and leasesOf.',
    ],
    [
      { stimuli: [{ atNs: 5, component: 'it' }] },
      "stimuli of simulate is [{atNs: 5, component: 'it'}]; give a list of { atNs, component, event }, each event with a type.",
    ],
  ])('%j are refused', (options, sentence) => {
    expect(() => simulate(network, options as SimulateOptions)).toThrow(
      new CheckError(`The option ${sentence}`),
    );
  });

  it('may be no number where there is no bound', () => {
    expect(
      simulate(network, { untilNs: Number.POSITIVE_INFINITY, stepsMax: Number.POSITIVE_INFINITY }).end,
    ).toBe('quiet');
  });
});
