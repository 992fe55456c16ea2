// Goal: what a machine keeps outside of its context is noticed, also where two answers in a row are alike. Method: machines that change their
// mind after many calls, in one place only, in turns, or with the clock; and machines that take their time.

import { describe, expect, it } from 'vitest';
import { and, assign, createMachine, not, sendTo, setup } from 'xstate';
import { defineNetwork, monitor } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../../src/index.js';
import { Repetitions, RepetitionTime } from '../../src/interpreter/repetitions.js';
import { refusal } from '../support/refusal.js';

type Machine = ComponentSpec['machine'];

const IMPURE = /is not a function of (its )?context and event/;

/** A machine with a guard on GO. */
const guarded = (guard: () => boolean): Machine =>
  setup({ guards: { guard } }).createMachine({
    id: 'm',
    initial: 'a',
    tags: 'rest',
    states: { a: { on: { GO: { guard: 'guard', target: 'b' } } }, b: {} },
  });

/** Counts to a bound, so that there are many questions. */
const counting = (bound: number, rare: (n: number) => boolean): Machine =>
  setup({
    types: { context: {} as { readonly n: number } },
    guards: { isBelow: ({ context }) => context.n < bound, rare: ({ context }) => rare(context.n) },
    actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
  }).createMachine({
    id: 'm',
    context: { n: 0 },
    tags: 'rest',
    on: { GO: { guard: 'isBelow', actions: 'count' }, LOOK: { guard: 'rare' } },
  });

const exploring = (machine: Machine, types: readonly string[]) => () =>
  explore(
    defineNetwork({
      name: 'net',
      components: { it: { machine, stimuli: types.map((type) => ({ type })) } },
    }),
  );

describe('a guard is found', () => {
  it('that changes its mind after a thousand calls', () => {
    let calls = 0;
    expect(refusal(guarded(() => calls++ < 1_000))).toMatch(IMPURE);
  });

  it('that is not named, or stands within `and` and `not`', () => {
    const machine = (guard: unknown) =>
      createMachine({
        id: 'm',
        initial: 'a',
        tags: 'rest',
        states: { a: { on: { GO: { guard: guard as never, target: 'b' } } }, b: {} },
      });
    const counting = () => {
      let calls = 0;
      return () => calls++ < 1_000;
    };
    const sentence = /^The guard '\(not named\)' of machine 'm' is not a function of context and event/;
    expect(refusal(machine(counting()))).toMatch(sentence);
    expect(refusal(machine(and([not(not(counting()))])))).toMatch(sentence);
  });

  it('that throws when it is called again', () => {
    let calls = 0;
    const guard = () => {
      if (calls++ > 1_000) throw new Error('no more');
      return true;
    };
    expect(refusal(guarded(guard))).toMatch(
      /^The guard 'guard' of machine 'm' .* it gave true, and threw an error \(no more\) when it was called again/,
    );
  });

  it('that changes its mind for good while the rest of the machine is asked', () => {
    let calls = 0;
    expect(
      exploring(
        counting(2_000, () => calls++ > 500),
        ['GO', 'LOOK'],
      ),
    ).toThrow(IMPURE);
  });

  it('that says yes and no in turns, also if each question asks it twice', () => {
    let flag = false;
    expect(refusal(guarded(() => (flag = !flag)))).toMatch(IMPURE);
    let other = false;
    const turn = () => (other = !other);
    // Asked once to see that nothing is enabled, and once more to be sure of it.
    expect(refusal(guarded(() => !turn()))).toMatch(IMPURE);
    let third = 0;
    expect(refusal(guarded(() => third++ % 3 === 2))).toMatch(IMPURE);
  });

  it('that reads a counter which another event changes', () => {
    let looks = 0;
    const machine = setup({
      types: { context: {} as { readonly n: number } },
      guards: { isBelow: ({ context }) => context.n < 50, isFresh: () => looks < 20 },
      actions: {
        count: assign(({ context }) => {
          looks++;
          return { n: context.n + 1 };
        }),
      },
    }).createMachine({
      id: 'm',
      context: { n: 0 },
      initial: 'a',
      tags: 'rest',
      states: {
        a: { on: { GO: { guard: 'isBelow', actions: 'count' }, LOOK: { guard: 'isFresh', target: 'b' } } },
        b: {},
      },
    });
    expect(exploring(machine, ['GO', 'LOOK'])).toThrow(IMPURE);
  });

  it('that keeps the first answer that it gave, if the first answer of another event can change it', () => {
    let last: number | undefined;
    const machine = setup({
      types: { context: {} as { readonly n: number } },
      guards: {
        isNew: ({ context }) => {
          const before = last;
          last = context.n;
          return before !== context.n && context.n < 9;
        },
      },
      actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
    }).createMachine({
      id: 'm',
      context: { n: 0 },
      tags: 'rest',
      on: { GO: { guard: 'isNew', actions: 'count' } },
    });
    expect(exploring(machine, ['GO'])).toThrow(IMPURE);
  });
});

describe('a clock that no wrapper is around is found', () => {
  // As if a name for it had been taken before the package was loaded.
  const started = process.hrtime.bigint();
  const clock = (() => {
    const buffer = new Int32Array(new SharedArrayBuffer(4));
    // Waits for a part of a millisecond, so that no two calls give the same: what is tested is the comparison, not the clock.
    let ticks = Number(started & 0xffffn);
    return () => {
      Atomics.wait(buffer, 0, 0, 0.01);
      return ticks++ >> 4;
    };
  })();

  it.each<[string, () => Machine]>([
    [
      'in an assignment',
      () =>
        setup({ actions: { act: assign(() => ({ at: clock() })) as never } }).createMachine({
          id: 'm',
          context: { at: 0 },
          initial: 'a',
          states: { a: { on: { GO: { target: 'b', actions: 'act' as never } } }, b: {} },
        }),
    ],
    [
      'in a message',
      () =>
        setup({
          actions: {
            act: sendTo(
              ({ self }) => self,
              () => ({ type: 'X', at: clock() }),
            ),
          },
        }).createMachine({
          id: 'm',
          initial: 'a',
          states: { a: { on: { GO: { target: 'b', actions: 'act' } } }, b: { on: { X: {} } } },
        }),
    ],
    ['in a context', () => createMachine({ id: 'm', tags: 'rest', context: () => ({ at: clock() }) })],
  ])('%s', (_, machine) => {
    expect(refusal(machine())).toMatch(IMPURE);
  });
});

it('a monitor that changes its mind is found at the end', () => {
  let calls = 0;
  const watch = setup({ guards: { atFirst: () => calls++ < 100 } }).createMachine({
    id: 'w',
    initial: 'a',
    states: { a: { on: { step: { guard: 'atFirst', target: 'b' } } }, b: {}, never: { tags: 'violation' } },
  });
  const components = {
    it: { machine: createMachine({ id: 'm', tags: 'rest', on: { GO: {} } }), stimuli: [{ type: 'GO' }] },
  };
  expect(() =>
    explore(defineNetwork({ name: 'net', components, properties: [monitor('watch', watch)] })),
  ).toThrow(
    /^The guard 'atFirst' of machine 'w' is not a function of context and event: it gave true, and gave false when it was called again with the same\./,
  );
});

describe('repetitions', () => {
  const sleep = (ms: number) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

  it('do not multiply the time of a machine that is slow', () => {
    let calls = 0;
    const machine = counting(60, () => {
      calls++;
      sleep(10);
      return false;
    });
    exploring(machine, ['GO', 'LOOK'])();
    // 61 questions, each with two looks, about 1.2 s; a quarter of a second and a tenth of the time are free.
    expect(calls).toBeLessThan(61 * 2 * 2);
  });

  it('ask a machine at the end until it has been asked often enough, and in the next search no more', () => {
    const machine = createMachine({ id: 'm' });
    let repeated = 0;
    const search = () => {
      const repetitions = new Repetitions();
      const sample = repetitions.sampleOf(machine);
      for (const kind of ['a', 'b', 'a']) {
        const repeat = () => {
          repeated++;
          sample.count();
        };
        sample.count();
        sample.take(kind, { repeat });
      }
      repetitions.atEnd([]);
    };
    search();
    // Rounds of three until there were 200 calls.
    expect(repeated).toBe(3 + 3 * Math.ceil((200 - 6) / 3));
    repeated = 0;
    search();
    expect(repeated).toBe(3 + 3);
  });

  it('at the end are a quarter of what is kept, another one each time, of a machine that four searches have had', () => {
    const machine = createMachine({ id: 'm' });
    const repeatedAtEnd = () => {
      const repetitions = new Repetitions();
      const sample = repetitions.sampleOf(machine);
      const repeated = new Set<number>();
      let isAtEnd = false;
      for (let number = 0; number < 40; number++) {
        const repeat = () => {
          sample.count();
          if (isAtEnd) repeated.add(number);
        };
        sample.take(`kind ${number}`, { repeat });
      }
      isAtEnd = true;
      repetitions.atEnd([]);
      return repeated;
    };
    for (let search = 0; search < 4; search++) expect(repeatedAtEnd().size).toBe(40);
    const later = Array.from({ length: 4 }, repeatedAtEnd);
    expect(later.map(({ size }) => size)).toEqual([10, 10, 10, 10]);
    expect(new Set(later.flatMap((each) => [...each])).size).toBe(40);
  });

  it('at the end take any of the questions with the same probability, and the first of each kind', () => {
    const repetitions = new Repetitions();
    const sample = repetitions.sampleOf(createMachine({ id: 'm' }));
    const seen = new Set<number>();
    const count = 10_000;
    for (let number = 0; number < count; number++) {
      let times = 0;
      const isTwice = number < 64 || number % 16 === 0;
      const isRare = number === 7_777;
      sample.take(isRare ? 'rare' : 'common', {
        repeat: () => {
          if (times++ >= (isTwice || isRare ? 1 : 0)) seen.add(number);
          sample.count();
        },
      });
    }
    repetitions.atEnd([]);
    expect(seen.has(0)).toBe(true);
    expect(seen.has(7_777)).toBe(true);
    expect(seen.size).toBe(256 + 2);
    // Of the later half about as many as of the earlier.
    const later = [...seen].filter((number) => number >= count / 2).length;
    expect(later).toBeGreaterThan(90);
    expect(later).toBeLessThan(168);
  });

  /** How often each of so many questions is repeated at once in a search, and how often in the next one. */
  const repeatedAtOnce = (machine: Machine, count: number, kindOf: (number: number) => string) => {
    const sample = new Repetitions().sampleOf(machine);
    const repeated: number[] = [];
    for (let number = 0; number < count; number++) {
      sample.take(kindOf(number), { repeat: () => repeated.push(number) });
    }
    return repeated;
  };

  it('at once are those of one search, and in the next only what is new in it, and every sixteenth', () => {
    const machine = createMachine({ id: 'm' });
    const first = repeatedAtOnce(machine, 160, (number) => (number === 150 ? 'rare' : 'common'));
    expect(first).toEqual([
      ...Array.from({ length: 64 }, (_, number) => number),
      64,
      80,
      96,
      112,
      128,
      144,
      150,
    ]);
    // The sixteenths go on from where they were.
    const second = repeatedAtOnce(machine, 40, (number) =>
      number === 7 ? 'new' : number === 9 ? 'rare' : 'common',
    );
    expect(second).toEqual([0, 7, 16, 32]);
  });

  it('begin anew with a machine that has changed its mind', () => {
    const machine = createMachine({ id: 'm' });
    repeatedAtOnce(machine, 100, () => 'common');
    const sample = new Repetitions().sampleOf(machine);
    const changing = {
      repeat: () => {
        throw new Error('changed');
      },
    };
    expect(() => sample.take('other', changing)).toThrow('changed');
    expect(repeatedAtOnce(machine, 64, () => 'common')).toHaveLength(64);
  });

  it('for which there was no time are made in the next search', () => {
    const machine = createMachine({ id: 'm' });
    repeatedAtOnce(machine, 65, () => 'common');
    const time = new RepetitionTime();
    time.spentMs = 60_000;
    new Repetitions(time).sampleOf(machine).take('late', { repeat: () => expect.unreachable() });
    expect(repeatedAtOnce(machine, 1, () => 'late')).toEqual([0]);
  });
});

it('a machine that is asked in one search after the other is found in the one in which it changes its mind', () => {
  let isChanged = false;
  let turn = false;
  const machine = guarded(() => !isChanged || (turn = !turn));
  for (let search = 0; search < 3; search++) expect(exploring(machine, ['GO'])).not.toThrow();
  isChanged = true;
  expect(exploring(machine, ['GO'])).toThrow(IMPURE);
  expect(exploring(machine, ['GO'])).toThrow(IMPURE);
});
