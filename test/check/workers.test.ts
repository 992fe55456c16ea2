// Goal: whoever shares the work of a check with other threads gets what he would have got without them: results, errors, and what was left undone. Method:
// workers that are told orders and tell results by structured cloning, as threads are, but live in this one, so that they can be late, odd or slow on purpose.

import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { createMachine } from 'xstate';
import {
  always,
  type BoundSuite,
  check,
  checkAsync,
  type Checkable,
  type CheckAsyncOptions,
  CheckError,
  type CheckOptions,
  type CheckResult,
  type CheckWorker,
  type Comparison,
  defineNetwork,
  type ExhaustiveRun,
  type RandomRun,
  runMaker,
  type RunOrder,
  Worst,
} from '../../src/index.js';
import { counters, locks } from '../cli/catalogue.js';
import { originalOf } from '../../src/counterexample/explain/json.js';
import { checkJson } from '../../src/report/check-json.js';
import { switches } from '../support/switches.js';
import { tell } from '../support/tell.js';
import { slowSuite } from './slow-suite.js';

const broken = {
  ...counters,
  name: 'broken counters',
  build: (configuration: Parameters<typeof counters.build>[0]) =>
    counters.build(configuration, new Set(['C1'])),
};

/** Published figures beside simulated ones. */
const rows: Comparison = {
  rows: [
    {
      name: 'TPOT',
      unit: 'ms',
      source: 'paper',
      band: 0.1,
      isInPoints: false,
      fitted: [],
      isInput: false,
      published: 1,
      simulate: () => [1],
    },
  ],
  fits: [],
};

/** Keeps the check's own thread busy, with pauses, while workers make the rest. */
const long: BoundSuite = { ...slowSuite, runs: { check: 30_000, deep: 30_000 } };

/** What two threads share of an order and a result. */
const passed = <T>(value: T): T => structuredClone(value);

interface Crew {
  readonly max: number;
  /** Who was given which run. */
  readonly orders: RunOrder[];
  readonly workers: NonNullable<CheckAsyncOptions['workers']>;
}

/** @param around what a worker does about an order, instead of carrying it out at once */
function crew(
  subjects: readonly Checkable[],
  options: CheckOptions,
  max = 3,
  around: (order: RunOrder, make: CheckWorker['make']) => ReturnType<CheckWorker['make']> = (order, make) =>
    make(order),
): Crew {
  const orders: RunOrder[] = [];
  const start = () => {
    const make = runMaker(subjects, options);
    const worker: CheckWorker = {
      make: async (order) => {
        orders.push(order);
        return passed(await around(passed(order), make));
      },
    };
    return Promise.resolve(worker);
  };
  return { max, orders, workers: { max, afterMs: 0, start } };
}

/** All that a command would print, but for times. */
function steady(result: CheckResult): unknown {
  return JSON.parse(
    JSON.stringify(checkJson(result), (key, value: unknown) => (key === 'seconds' ? 0 : value)),
  );
}

/** Before a run begins, long enough for a timer that is due at once. */
const unhurried: Pick<CheckOptions, 'onProgress'> = {
  onProgress: ({ phase }) => {
    const end = performance.now() + 3;
    while (phase === 'begun' && performance.now() < end);
  },
};

const everything: readonly Checkable[] = [counters, broken, switches(4), locks, slowSuite, rows];

describe('with workers', () => {
  it.each([1, 2, 5])('%i of them: the result is that of one thread', async (max) => {
    const options = { runs: 10, seed: 3, ...unhurried };
    const { orders, workers } = crew(everything, options, max);
    const alone = check(everything, options);
    const together = await checkAsync(everything, { ...options, workers });
    expect(steady(together)).toEqual(steady(alone));
    expect(alone.verdict).toBe('violated');
    expect(orders.length).toBeGreaterThan(0);
  });

  it('the network of a random violation is one that can be explored', async () => {
    const subjects = [long, broken];
    const { orders, workers } = crew(subjects, { runs: 20 }, 1);
    const { runs } = await checkAsync(subjects, { runs: 20, workers, ...unhurried });
    const at = runs.findIndex(({ mode }) => mode === 'random');
    expect(orders.map(({ number }) => number)).toContain(at + 1);
    const random = runs[at] as RandomRun;
    const found = random.result.violation;
    expect(found?.violation.property).toBe('room');
    expect(check(found!.network, { runs: 1 }).verdict).toBe('violated');
  });

  it('values that JSON has no form for are told as they are', async () => {
    const asks = createMachine({
      tags: 'rest',
      on: { GO: { actions: tell('server', { type: 'ASK', z: -0, u: undefined, big: 5n }) } },
    });
    const serves = createMachine({ tags: 'rest', on: { ASK: {} } });
    const odd = defineNetwork({
      name: 'odd',
      components: { client: { machine: asks, stimuli: [{ type: 'GO' }] }, server: { machine: serves } },
      properties: [always('unasked', (view) => view.waiting('client', 'server').length === 0)],
    });
    const subjects = [long, odd];
    const { orders, workers } = crew(subjects, { runs: 2 }, 1);
    const { runs } = await checkAsync(subjects, { runs: 2, workers, ...unhurried });
    expect(orders.map(({ number }) => number)).toContain(2);
    const { evidence } = runs[1] as ExhaustiveRun;
    const [message] = evidence[0]!.explanation!.messages;
    expect(message?.event).toEqual({ type: 'ASK', z: '-0', big: '5n' });
    expect(originalOf(message?.event)).toStrictEqual({ type: 'ASK', z: -0, u: undefined, big: 5n });
  });

  it('random runs are told of what the explorations before them have gone through, whoever made these', async () => {
    const { orders, workers } = crew([counters], { runs: 2 }, 3);
    const { runs } = await checkAsync([counters], { runs: 2, workers, ...unhurried });
    expect(orders.map(({ number }) => number)).toContain(2);
    expect(runs.find((run) => run.mode === 'random')?.result.sampled.map(({ states }) => states)).toEqual([
      16, 4,
    ]);
  });

  it('which are told once each, with how many are done', async () => {
    const told: string[] = [];
    const { workers } = crew(everything, { runs: 2 });
    const { runs } = await checkAsync(everything, {
      runs: 2,
      workers,
      onRun: (_, { run, runs: all }) => told.push(`${run}/${all}`),
    });
    expect(told).toEqual(runs.map((_, index) => `${index + 1}/${runs.length}`));
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('no room for a thread'))],
    [
      'throws',
      () => {
        throw new Error('no room for a thread');
      },
    ],
  ])('are done without where start %s', async (_, start) => {
    const result = await checkAsync([counters, locks], {
      runs: 5,
      workers: { max: 2, afterMs: 0, start },
      ...unhurried,
    });
    expect(steady(result)).toEqual(steady(check([counters, locks], { runs: 5 })));
  });

  it.each([{ max: '2' }, { max: -1 }, { max: 1.5 }, { start: 1 }, { afterMs: Number.NaN }])(
    'are refused where they are wrong: %j',
    async (wrong) => {
      const right = { max: 1, start: () => new Promise<CheckWorker>(() => {}) };
      const workers = { ...right, ...wrong } as never;
      await expect(checkAsync([locks], { workers })).rejects.toThrow(
        /^The option workers has a max that is/u,
      );
    },
  );

  it('that are never ready are not waited for', async () => {
    const workers = { max: 2, afterMs: 0, start: () => new Promise<CheckWorker>(() => {}) };
    const result = await checkAsync([counters, locks], { runs: 5, workers });
    expect(steady(result)).toEqual(steady(check([counters, locks], { runs: 5 })));
  });

  it('that are ready when all is done have nothing to do, and are told so', async () => {
    let release: (worker: CheckWorker) => void = () => {};
    const late = new Promise<CheckWorker>((resolve) => (release = resolve));
    await checkAsync([counters], { runs: 5, workers: { max: 1, afterMs: 0, start: () => late } });
    const ended = new Promise<void>((resolve) => {
      release({ make: () => Promise.reject(new Error('there is nothing to make')), end: resolve });
    });
    await expect(ended).resolves.toBeUndefined();
  });

  it('are not started by a check that is over before', async () => {
    let started = 0;
    const start = () => {
      started++;
      return new Promise<CheckWorker>(() => {});
    };
    await checkAsync([counters], { runs: 5, workers: { max: 2, start } });
    expect(started).toBe(0);
  });
});

describe('what a worker cannot make', () => {
  it('is made by the thread of the check: a comparison, which has functions in it, is not even ordered', async () => {
    const options = { runs: 2 };
    const { orders, workers } = crew([switches(4), rows], options, 2);
    const result = await checkAsync([switches(4), rows], { ...options, workers, ...unhurried });
    expect(result.runs.map(({ mode }) => mode)).toEqual(['exhaustive', 'random', 'comparison']);
    expect(orders.map(({ number }) => number)).not.toContain(3);
  });

  it('as its module has other networks now: another network is never taken for the one that was asked about', async () => {
    const mine = [counters, locks];
    const { orders, workers } = crew([locks, broken], { runs: 5 }, 2);
    const result = await checkAsync(mine, { runs: 5, workers, ...unhurried });
    expect(orders.length).toBeGreaterThan(0);
    expect(steady(result)).toEqual(steady(check(mine, { runs: 5 })));
  });

  it('as it has an object of a class in it, which would be a plain one when it has been cloned', async () => {
    class Money {
      constructor(private readonly cents: number) {}
      toJSON(): string {
        return `${this.cents} cents`;
      }
    }
    const dear: BoundSuite = {
      ...slowSuite,
      name: 'dear',
      build: () =>
        slowSuite.build({}, new Set()).map((bound) => ({
          ...bound,
          inputs: fc.nat().map((cents) => new Money(cents)),
          measure: () => {
            const worst = new Worst();
            worst.same(1, 2, () => 'one is two');
            return worst;
          },
          witness: { title: 'any', isMet: () => true },
        })),
    };
    const subjects = [long, dear];
    const { orders, workers } = crew(subjects, {}, 1);
    const result = await checkAsync(subjects, { workers, ...unhurried });
    expect(orders.map(({ number }) => number)).toContain(2);
    expect(JSON.stringify(result)).toContain('cents');
    expect(steady(result)).toEqual(steady(check(subjects)));
  });

  it('as it cannot make any: every order comes back', async () => {
    const { orders, workers } = crew([counters, locks], { runs: 5 }, 2, () =>
      Promise.resolve({ kind: 'returned' }),
    );
    const result = await checkAsync([counters, locks], { runs: 5, workers, ...unhurried });
    expect(orders.length).toBeGreaterThan(0);
    expect(steady(result)).toEqual(steady(check([counters, locks], { runs: 5 })));
  });

  it('is begun in its turn then, and counted once', async () => {
    const { orders, workers } = crew(everything, { runs: 5 }, 1, () => Promise.resolve({ kind: 'returned' }));
    const begun: [number, number][] = [];
    const { runs } = await checkAsync(everything, {
      runs: 5,
      workers,
      onProgress: (progress) => {
        unhurried.onProgress?.(progress);
        if (progress.phase === 'begun') begun.push([progress.number, progress.run]);
      },
    });
    expect(orders.length).toBeGreaterThan(2);
    expect(begun).toHaveLength(runs.length);
    for (const [, run] of begun) expect(run).toBeLessThanOrEqual(runs.length);
    // Only those that were away when a later one was begun come after it.
    const numbers = begun.map(([number]) => number);
    const late = numbers.filter((number, at) => numbers.slice(0, at).some((before) => before > number));
    const away = new Set(orders.map(({ number }) => number));
    for (const number of late) expect(away).toContain(number);
    const swaps = numbers.filter((number, at) => at > 0 && numbers[at - 1]! > number).length;
    expect(swaps).toBeLessThanOrEqual(orders.length);
  });

  it('as it is gone: it gets no further order, which others could carry out', async () => {
    const { orders, workers } = crew([counters, locks], { runs: 5 }, 1, () =>
      Promise.resolve({ kind: 'returned', isGone: true }),
    );
    const result = await checkAsync([counters, locks], { runs: 5, workers, ...unhurried });
    expect(orders).toHaveLength(1);
    expect(steady(result)).toEqual(steady(check([counters, locks], { runs: 5 })));
  });
});

describe('errors', () => {
  const failing = (name: string) => ({
    ...locks,
    name,
    build: () => {
      throw new CheckError(`The network '${name}' cannot be built.`);
    },
  });

  it('of several the first in the plan is told, however late it comes', async () => {
    const subjects = [failing('one'), failing('two'), failing('three')];
    const options = { runs: 1 };
    const { workers } = crew(subjects, options, 2, async (order, make) => {
      // Who has the smaller number is the later.
      for (let turn = 0; turn < 30 - order.number; turn++) await new Promise(setImmediate);
      return make(order);
    });
    await expect(checkAsync(subjects, { ...options, workers, ...unhurried })).rejects.toThrow(
      new CheckError("The network 'one' cannot be built."),
    );
  });

  it('is told at once, though a worker is still busy with what would have come later', async () => {
    const subjects = [failing('one'), switches(4)];
    const { orders, workers } = crew(subjects, { runs: 1 }, 1, () => new Promise(() => {}));
    await expect(checkAsync(subjects, { runs: 1, workers, ...unhurried })).rejects.toThrow(
      new CheckError("The network 'one' cannot be built."),
    );
    expect(orders).toHaveLength(1);
  });

  it('of a worker is told at once, though the check itself is busy with what would have come later', async () => {
    const odd = always('odd', () => {
      throw new Error('not today');
    });
    const endless = { ...slowSuite, name: 'endless', runs: { check: 1_000_000_000, deep: 1 } };
    const subjects = [long, switches(4, [odd]), endless];
    const done: number[] = [];
    let isBusy: () => void = () => {};
    const busy = new Promise<void>((resolve) => (isBusy = resolve));
    const { orders, workers } = crew(subjects, { runs: 1 }, 1, async (order, make) => {
      await busy;
      return make(order);
    });
    const found = checkAsync(subjects, {
      runs: 1,
      workers,
      onProgress: (progress) => {
        unhurried.onProgress?.(progress);
        if (progress.number === 4) isBusy();
      },
      onRun: (_, { number }) => done.push(number),
    });
    await expect(found).rejects.toThrow(/not today/u);
    expect(orders.map(({ number }) => number)).toEqual([2]);
    // What was cut short by it is no result.
    expect(done).not.toContain(4);
  });

  it('of a worker is of its kind: wrong input stays wrong input, and a fault of the program a fault', async () => {
    const subjects = [switches(4), failing('two')];
    const { workers } = crew(subjects, { runs: 1 }, 1);
    await expect(checkAsync(subjects, { runs: 1, workers, ...unhurried })).rejects.toBeInstanceOf(CheckError);
    const odd = { ...failing('three'), build: () => JSON.parse('{') as never };
    const others = crew([switches(4), odd], { runs: 1 }, 1);
    const thrown: unknown = await checkAsync([switches(4), odd], { runs: 1, workers: others.workers }).catch(
      (error: unknown) => error,
    );
    expect(thrown).toBeInstanceOf(Error);
    expect(thrown).not.toBeInstanceOf(CheckError);
  });
});

describe('what ends a check early', () => {
  it('leaves undone what nobody had begun', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const subjects = [counters, locks];
    const { workers } = crew(subjects, { runs: 5, signal }, 1);
    const { verdict, runs, left, undone, numbers } = await checkAsync(subjects, {
      runs: 5,
      signal,
      workers,
      onRun: (_, { run }) => {
        if (run === 3) controller.abort();
      },
    });
    expect(verdict).toBe('inconclusive');
    expect(left).toBe(undone.length);
    expect(left).toBeGreaterThan(0);
    expect([...numbers, ...undone.map(({ number }) => number)].sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(runs).toHaveLength(numbers.length);
  });

  it('leaves that undone in the order of the plan, whatever was to be begun first', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const options = { runs: 5, totalSeconds: 100, signal };
    const { workers } = crew(everything, options, 1);
    const { undone, numbers } = await checkAsync(everything, {
      ...options,
      workers,
      onRun: (_, { run }) => {
        if (run === 3) controller.abort();
      },
    });
    const left = undone.map(({ number }) => number);
    expect(left.length).toBeGreaterThan(5);
    expect(left).toEqual(left.toSorted((one, other) => one - other));
    // What tells most was begun first, which is not what stands first.
    expect(Math.min(...left)).toBeLessThan(Math.max(...numbers));
  });

  it('starts no workers when it is over', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    let started = 0;
    const start = () => {
      started++;
      return new Promise<never>(() => {});
    };
    const { left } = await checkAsync([counters, locks], {
      runs: 5,
      signal,
      workers: { max: 2, afterMs: 60, start },
      onRun: () => controller.abort(),
    });
    expect(left).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 120));
    expect(started).toBe(0);
  });

  it('each order says how many seconds are left of the total', async () => {
    const { orders, workers } = crew(everything, { runs: 5, totalSeconds: 100 });
    await checkAsync(everything, { runs: 5, totalSeconds: 100, workers, ...unhurried });
    const left = orders.map(({ secondsLeft }) => secondsLeft ?? Number.NaN);
    expect(left.length).toBeGreaterThan(0);
    for (const each of left) {
      expect(each).toBeGreaterThan(0);
      expect(each).toBeLessThan(100);
    }
  });

  it('a total that is over in a worker is named as that', async () => {
    const options = { runs: 5, totalSeconds: 60 };
    const { workers } = crew([counters, locks], options, 1, (order, make) =>
      make({ ...order, secondsLeft: 1e-9 }),
    );
    const { runs } = await checkAsync([counters, locks], { ...options, workers, ...unhurried });
    const budgets = runs.flatMap((run) =>
      'inconclusive' in run.result ? run.result.inconclusive?.budget : [],
    );
    expect(budgets).toContain('totalSeconds');
  });
});
