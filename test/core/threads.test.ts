// Goal: several threads come to the very result that one does, and leave nothing behind. Method: whole results and all states, in their order, beside those of
// one thread: on random networks, with blocks of a few states, stages that are soon full, and threads that dawdle; on larger ones, with blocks as they are.
// Wrong rules must show.

import { execFileSync } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { creditChain } from '../../bench/networks/credit-chain.js';
import { twoPhaseCommit } from '../../bench/networks/two-phase-commit.js';
import {
  compareThreads,
  randomNetworks,
  type Threaded,
  WAYS,
  withRowsDivided,
} from '../../bench/twins/compare-cores.js';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import type { ThreadFault } from '../../src/core/blocks.js';
import { instantiateCore } from '../../src/core/core-module.js';
import { TableMemory } from '../../src/core/table-memory.js';
import { ThreadTeam } from '../../src/core/thread-team.js';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import { run } from '../../src/explore/search.js';
import { choose, explore } from '../../src/index.js';

/** Each way of searching, and blocks of each size, in turn. */
const inTurn = (network: number) => [{ statesMax: 300, ...WAYS[network % WAYS.length] }];
const small = (network: number): readonly Threaded[] => [
  { threads: 2 + (network % 2), test: { blockStates: 1 + (network % 8), stageRows: 4 + (network % 13) } },
];

describe('random networks', () => {
  it('give the same result on several threads, in blocks of any size', () => {
    const { differences, compared } = compareThreads(randomNetworks(24, 1), small, inTurn);
    expect(differences).toEqual([]);
    expect(compared).toBe(24);
  });

  it('do so where more states are added at once than it is kept of which sources are awake in them', () => {
    const crowded: readonly Threaded[] = [3, 4].map((threads) => ({
      threads,
      test: { blockStates: 60, idleSeed: threads },
    }));
    const { differences } = compareThreads(
      [twoPhaseCommit(4), creditChain({ links: 2, credits: 2, values: 2 })],
      () => [...crowded, ...crowded, ...crowded],
      () => [{ afterViolation: 'continue', progressChecks: false }],
    );
    expect(differences).toEqual([]);
  });

  it('do so where a block has more states than room for rows, as many have no steps', () => {
    const network = [...randomNetworks(216, 101)].slice(-1);
    const wide = (): readonly Threaded[] => [{ threads: 3, test: { blockStates: 300, stageRows: 5 } }];
    const { differences } = compareThreads(network, wide, () => [{ afterViolation: 'continue' }]);
    expect(differences).toEqual([]);
  });

  it('do so however long each thread takes', () => {
    const timings = (network: number): readonly Threaded[] =>
      Array.from({ length: 10 }, (_, index) => ({
        threads: 2 + (index % 2),
        test: { blockStates: 2 + ((network + index) % 7), idleSeed: 1 + index },
      }));
    const { differences } = compareThreads(randomNetworks(2, 3), timings, (network) => [
      { ...WAYS[network % WAYS.length], statesMax: 150 },
    ]);
    expect(differences).toEqual([]);
  });

  it.each<[string, ThreadFault]>([
    ['blocks that are added in the order in which threads come', 'any order'],
    ['blocks that are said to be whole before they are', 'whole too early'],
    ['blocks that count although an earlier one ended early', 'beyond an early end'],
  ])('tell %s', (_, fault) => {
    const wrong: readonly Threaded[] = [3, 50, 200].map((blockStates) => ({
      threads: 3,
      test: { blockStates, idleSeed: blockStates, fault, waitsMax: 2 },
    }));
    const ways = [{ afterViolation: 'continue', statesMax: 2_000 }] as const;
    const networks = [creditChain({ links: 3, credits: 2, values: 2 }), ...randomNetworks(12, 1)];
    // No further than to the first: what a wrong set of states leads to may not end.
    const { differences } = compareThreads(
      networks,
      () => wrong,
      () => ways,
      { differencesMax: 1 },
    );
    expect(differences.length).toBeGreaterThan(0);
  });
});

describe('larger networks', () => {
  const blocks: readonly Threaded[] = [
    { threads: 2, test: { blockStates: 300 } },
    { threads: 3, test: { blockStates: 77, stageRows: 200 } },
  ];

  it.each([
    ['a chain of credit links', creditChain({ links: 3, credits: 2, values: 2 }), {}],
    ['two-phase commit', twoPhaseCommit(5), {}],
    [
      'dispatch and combine, with progress checks',
      choose(dispatchCombine, { dies: 2, tokens: 1, layers: 3 }).network,
      {},
    ],
    [
      'dispatch and combine with a fault',
      choose(dispatchCombine, { limit: 'probe' }, ['A5']).network,
      { until: 'deadlock-freedom' },
    ],
  ])('give the same result: %s', (_, network, options) => {
    const { differences, states } = compareThreads(
      [network],
      () => blocks,
      () => [{ statesMax: 20_000, ...options }],
    );
    expect(differences).toEqual([]);
    expect(states).toBeGreaterThan(500);
  });

  it.each([Infinity, 1_000])(
    'take as many bytes as on one thread, with rows in parts from %d states on',
    (from) => {
      const network = creditChain({ links: 4, credits: 2, values: 2 });
      // As usual, but sooner: by then there are shards on one thread, too.
      const bytesOf = (threads: number) =>
        withRowsDivided(
          from,
          () =>
            run(new BreadthFirst(network, { threads, statesMax: 80_000 }, 0, { from: 40_000 })).bytesPerState,
        );
      const bytes = bytesOf(1);
      expect([bytesOf(2), bytesOf(3)]).toEqual([bytes, bytes]);
    },
  );

  it('have other threads expand blocks, of which hardly any ends early', () => {
    let blocks = 0;
    let byOthers = 0;
    const onRun = (added: number, expanded: number) => {
      blocks += added;
      byOthers += expanded;
    };
    const threading = { from: 1_000, test: { blockStates: 100, onRun } };
    run(
      new BreadthFirst(
        creditChain({ links: 4, credits: 2, values: 2 }),
        { threads: 3, statesMax: 80_000 },
        0,
        threading,
      ),
    );
    expect(blocks).toBeGreaterThan(300);
    expect(byOthers).toBeGreaterThan(0);
  });
});

/** Threads that were started meanwhile. */
async function startedBy(work: () => void): Promise<readonly Worker[]> {
  const workers: Worker[] = [];
  const note = (worker: Worker) => workers.push(worker);
  // Which is told later than it happens.
  await setTimeout(0);
  process.on('worker', note);
  work();
  await setTimeout(0);
  process.off('worker', note);
  return workers;
}

async function areGone(workers: readonly Worker[]): Promise<boolean> {
  const isGone = ({ threadId }: Worker) => threadId === -1;
  for (let waits = 0; waits < 1_000 && !workers.every(isGone); waits++) await setTimeout(10);
  return workers.every(isGone);
}

/** What a process of its own writes. */
function outputOf(script: string): string {
  const hooks = ['--import', './test/support/register-typescript.mjs'];
  const args = [...hooks, '--input-type=module', '--eval', script];
  return execFileSync(process.execPath, args, { encoding: 'utf8', timeout: 60_000 });
}

describe('threads', () => {
  // Its 6,436,343 states take seconds, so that a budget that is long enough for threads to start is too short for all of them.
  const chain = creditChain({ links: 5, credits: 2, values: 2 });
  const begun = (options: object) =>
    new BreadthFirst(chain, { threads: 3, ...options }, 0, { from: 100, test: { blockStates: 64 } });

  it.each([
    ['states', { statesMax: 5_000 }],
    ['seconds', { secondsMax: 0.5 }],
    ['interrupted', { signal: { aborted: true } }],
  ])('are gone when a search ends early: %s', async (budget, options) => {
    let states = 0;
    const workers = await startedBy(() => {
      const search = begun(options);
      search.advance(1_000);
      const result = run(search);
      expect(result).toMatchObject({ inconclusive: { budget } });
      ({ states } = result);
    });
    expect(states).toBeLessThan(6_000_000);
    expect(workers).toHaveLength(budget === 'interrupted' ? 0 : 2);
    expect(await areGone(workers)).toBe(true);
  });

  it('are gone when a search is done, and one thread starts none', async () => {
    const tiny = creditChain({ links: 2, credits: 2, values: 2 });
    const workersOf = (threads: number) =>
      startedBy(() => {
        run(new BreadthFirst(tiny, { threads }, 0, { from: 0, test: { blockStates: 64 } }));
      });
    const workers = await workersOf(2);
    expect(workers).toHaveLength(1);
    expect(await areGone(workers)).toBe(true);
    expect(await workersOf(1)).toEqual([]);
  });

  it('keep no process from ending', () => {
    const script = `
      const { BreadthFirst } = await import('./src/explore/breadth-first.ts');
      const { creditChain } = await import('./bench/networks/credit-chain.ts');
      const network = creditChain({ links: 4, credits: 2, values: 2 });
      const search = new BreadthFirst(network, { threads: 2 }, 0, { from: 0, test: { blockStates: 64 } });
      search.advance(1000);
      console.log(search.progress().states);
    `;
    expect(Number(outputOf(script))).toBeGreaterThan(1_000);
  });

  const small = creditChain({ links: 3, credits: 2, values: 2 });
  /** What is left of a search of `small` whose threads were ended, beside what one thread finds. */
  const expectSame = (search: BreadthFirst) => {
    const { seconds: _, progress: __, bytesPerState: ___, ...result } = run(search);
    const { seconds: ____, progress: _____, bytesPerState: ______, ...expected } = explore(small);
    expect(result).toEqual(expected);
  };

  it('that have ended between two pieces of a search are done without', async () => {
    let search: BreadthFirst | undefined;
    const workers = await startedBy(() => {
      search = new BreadthFirst(small, { threads: 3 }, 0, { from: 100, test: { blockStates: 64 } });
      search.advance(500);
    });
    await workers[0]!.terminate();
    expectSame(search!);
    expect(await areGone(workers)).toBe(true);
  });

  it.each([1, 2])('are not waited for where %i of them ends in a run', async (ended) => {
    let search: BreadthFirst | undefined;
    let workers: readonly Worker[] = [];
    let runs = 0;
    const onRun = (blocks: number) => {
      // Before the tenth. Of a thread that its owner waits for it hears nothing.
      if (workers.length > 0 && blocks === 0 && ++runs === 10)
        for (const worker of workers.slice(0, ended)) void worker.terminate();
    };
    workers = await startedBy(() => {
      const test = { blockStates: 64, onRun, waitsMax: 8 };
      search = new BreadthFirst(small, { threads: 3 }, 0, { from: 100, test });
      search.advance(500);
    });
    expectSame(search!);
    // What is left was found otherwise.
    expect(runs).toBe(10);
    expect(await areGone(workers)).toBe(true);
  });

  it('are ended where a search is given up in its middle', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const workers = await startedBy(() => {
      begun({ statesMax: 5_000 }).advance(300);
    });
    expect(workers).toHaveLength(2);
    const gone = areGone(workers);
    for (let times = 0; times < 100 && workers.some(({ threadId }) => threadId !== -1); times++) {
      collect();
      await setTimeout(10);
    }
    expect(await gone).toBe(true);
  });

  it('tell their owner what they throw', () => {
    const instance = instantiateCore()!;
    const team = new ThreadTeam(instance, new TableMemory(instance.memory), 2, { idleSeed: 0, fault: 0 });
    team.awaitReady();
    // Beyond the end of memory.
    team.lay(-4, [0]);
    expect(() => {
      team.do(() => true);
    }).toThrow('A thread failed: RuntimeError: memory access out of bounds');
    team.close();
  });

  it('that may not be started are done without', () => {
    const script = `
      const { explore } = await import('./src/index.ts');
      const { BreadthFirst } = await import('./src/explore/breadth-first.ts');
      const { run } = await import('./src/explore/search.ts');
      const { creditChain } = await import('./bench/networks/credit-chain.ts');
      const network = creditChain({ links: 2, credits: 2, values: 2 });
      const { createRequire } = await import('node:module');
      const threads = createRequire(process.cwd() + '/')('node:worker_threads');
      threads.Worker = class { constructor() { throw new Error('no'); } };
      (await import('node:module')).syncBuiltinESMExports();
      const several = run(new BreadthFirst(network, { threads: 2 }, 0, { from: 0 }));
      console.log(several.states - explore(network).states, several.verdict);
    `;
    expect(outputOf(script).trim()).toBe('0 holds');
  });

  it.each([0, 1.5, 17, '2', Number.NaN])('are no %s', (threads) => {
    expect(() => explore(chain, { threads: threads as number })).toThrow(
      `The option threads is ${threads}; it must be a whole number from 1 to 16.`,
    );
  });
});
