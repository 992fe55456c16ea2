// Goal: timers that share something with others go on at the speeds that they are told, which change only where one of them begins or ends; all of their work
// is done, and those of other owners do not meet them. Method: alarms whose times are worked out by hand, random ones beside a recursion of their own, and speeds that cannot be.

import * as fc from 'fast-check';
import { cancel, raise, setup } from 'xstate';
import { describe, expect, it } from 'vitest';
import {
  CheckError,
  defineNetwork,
  type Network,
  type SharedDelay,
  simulate,
  type SpeedsOf,
} from '../../src/index.js';

/** Waits, again and again, each time by its own delay. */
const worker = (times: number) => {
  const states = Object.fromEntries(
    Array.from({ length: times }, (_, at) => [`at${at}`, { after: { work: `at${at + 1}` } }]),
  );
  return setup({ delays: { work: 1 } }).createMachine({
    id: `worker of ${times}`,
    initial: 'at0',
    states: { ...states, [`at${times}`]: { type: 'final' } },
  });
};

interface Work {
  readonly ns: number;
  readonly owner?: number;
}

/** When the works of each component end, one after the other. */
function endsOf(
  works: Readonly<Record<string, readonly Work[]>>,
  speedsOf: SpeedsOf,
  seed?: number,
): Record<string, number[]> {
  const ends: Record<string, number[]> = {};
  const network = defineNetwork({
    name: 'shared',
    components: Object.fromEntries(
      Object.entries(works).map(([name, each]) => [name, { machine: worker(each.length) }]),
    ),
  });
  const { verdict } = simulate(network, {
    delayOf: ({ component, count }): SharedDelay => {
      const { ns, owner = 0 } = works[component]![count]!;
      return { ns, owner, work: component };
    },
    speedsOf,
    onStep: (label, nowNs) => (ends[label.split(' ')[0]!] ??= []).push(nowNs),
    ...(seed === undefined ? {} : { seed }),
  });
  expect(verdict).toBe('holds-in-sample');
  return ends;
}

const evenly: SpeedsOf = (works) => works.map(() => 1 / works.length);

describe('timers that share', () => {
  it('go on at half of their speeds as long as two run, and at full speed before and after', () => {
    expect(endsOf({ a: [{ ns: 10 }, { ns: 4 }], b: [{ ns: 30 }] }, evenly)).toEqual({ a: [20, 28], b: [44] });
  });

  it('may work for days, to the nanosecond', () => {
    const long = 2 ** 50 + 1;
    expect(endsOf({ a: [{ ns: long }], b: [{ ns: long }, { ns: 3 }] }, evenly)).toEqual({
      a: [2 * long],
      b: [2 * long, 2 * long + 3],
    });
  });

  it('do not meet those of another owner', () => {
    expect(endsOf({ a: [{ ns: 10, owner: 1 }], b: [{ ns: 30, owner: 2 }] }, evenly)).toEqual({
      a: [10],
      b: [30],
    });
  });

  it('are asked with what runs, in the order in which it began, and not with what is done', () => {
    const asked: string[] = [];
    endsOf({ a: [{ ns: 10 }], b: [{ ns: 10 }, { ns: 5 }] }, (works) => {
      asked.push(works.join());
      return works.map(() => 1);
    });
    expect(asked).toEqual(['a', 'a,b', 'b']);
  });

  it('are each as fast as they are told, of three at a time', () => {
    const speeds: Readonly<Record<string, number>> = { a: 1, b: 0.5, c: 0.25 };
    const ends = endsOf({ a: [{ ns: 8 }], b: [{ ns: 8 }], c: [{ ns: 8 }] }, (works) =>
      works.map((work) => speeds[work as string]!),
    );
    expect(ends).toEqual({ a: [8], b: [16], c: [32] });
  });

  it('are no longer slowed by one that was cancelled', () => {
    const machine = setup({
      delays: { work: 10 },
      actions: { start: raise({ type: 'LATE' }, { id: 'late', delay: 1_000 }), stop: cancel('late') },
    }).createMachine({
      id: 'canceller',
      entry: 'start',
      on: { LATE: {} },
      initial: 'busy',
      states: { busy: { after: { work: { target: 'over', actions: 'stop' } } }, over: { tags: 'rest' } },
    });
    const network = defineNetwork({
      name: 'cancelled',
      components: { a: { machine }, b: { machine: worker(1) } },
    });
    const ends: string[] = [];
    simulate(network, {
      delayOf: ({ component, timer, delayNs }) => ({
        ns: component === 'b' ? 100 : delayNs,
        owner: 0,
        work: timer,
      }),
      speedsOf: (works) => works.map(() => (works.length === 3 ? 0.25 : 1)),
      onStep: (label, nowNs) => ends.push(`${nowNs} ${label}`),
    });
    // Three at a quarter of their speeds for 40 ns; then b alone, which has done 10 of 100.
    expect(ends.map((end) => end.split(' ').slice(0, 2).join(' '))).toEqual(['40 a', '130 b']);
  });

  const lists = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 5 });

  it('do all of their work, and no more than the time has room for: 100 random pairs, in any order', () => {
    fc.assert(
      fc.property(lists, lists, fc.option(fc.integer(), { nil: undefined }), (one, other, seed) => {
        const works = { a: one.map((ns) => ({ ns })), b: other.map((ns) => ({ ns })) };
        const ends = endsOf(works, evenly, seed);
        const sum = (all: readonly number[]) => all.reduce((total, ns) => total + ns, 0);
        const [ofOne, ofOther] = [sum(one), sum(other)];
        // A processor that two share evenly is never idle, and ends the shorter of both when each has had as much.
        expect(Math.max(ends.a!.at(-1)!, ends.b!.at(-1)!) - ofOne - ofOther).toBeGreaterThanOrEqual(0);
        expect(Math.max(ends.a!.at(-1)!, ends.b!.at(-1)!) - ofOne - ofOther).toBeLessThanOrEqual(10);
        const first = Math.min(ends.a!.at(-1)!, ends.b!.at(-1)!);
        expect(Math.abs(first - 2 * Math.min(ofOne, ofOther))).toBeLessThanOrEqual(20);
      }),
      { numRuns: 100, seed: 384 },
    );
  });
});

describe('what cannot be shared', () => {
  const network: Network = defineNetwork({
    name: 'one',
    components: { it: { machine: worker(1) } },
  });
  const run = (ns: number, speedsOf?: SpeedsOf) =>
    simulate(network, {
      delayOf: () => ({ ns, owner: 0, work: 'it' }),
      ...(speedsOf === undefined ? {} : { speedsOf }),
    });

  it('is as fast as alone where no speeds are told', () => {
    expect(run(7).endNs).toBe(7);
  });

  it.each([[0], [1.5], [Number.NaN], [undefined as never]])('a speed of %s', (speed) => {
    expect(() => run(7, () => [speed])).toThrow(CheckError);
    expect(() => run(7, () => [speed])).toThrow(
      `speedsOf of simulate gave [${speed}] for 1 works; give a list with a speed for each, above 0 and 1 at most.`,
    );
  });

  it('speeds of others, or none', () => {
    expect(() => run(7, () => [1, 1])).toThrow('speedsOf of simulate gave [1, 1] for 1 works; ');
    expect(() => run(7, () => undefined as never)).toThrow(
      'speedsOf of simulate gave undefined for 1 works; ',
    );
  });

  it('a delay that is none', () => {
    expect(() => run(0.5)).toThrow(
      "The timer work in at0 of component 'it' has a delay of 0.5. In virtual time",
    );
    expect(() => simulate(network, { delayOf: () => undefined as never })).toThrow(
      'has a delay of undefined',
    );
    expect(() => simulate(network, { delayOf: () => null as never })).toThrow('has a delay of null');
  });
});
