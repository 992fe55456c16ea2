import { configurationOf, type Configuration, type Network } from '../../src/index.js';
import { type CreditChainSize, creditChain } from '../networks/credit-chain.js';
import { filterLock } from '../networks/filter-lock.js';
import { leaderElection } from '../networks/leader-election.js';
import { naivePhilosophers } from '../networks/naive-philosophers.js';
import { pingPong } from '../networks/ping-pong.js';
import { readersWriters } from '../networks/readers-writers.js';
import { twoPhaseCommit } from '../networks/two-phase-commit.js';
import { chainCounts, type Counts } from '../oracle.js';

/** A network that this checker and its peers search, with the counts that all of them must come to. */
export interface Problem {
  readonly name: string;
  readonly network: () => Network | Promise<Network>;
  readonly counts: Counts;
}

const chain = (name: string, size: CreditChainSize): Problem => ({
  name,
  network: () => creditChain(size),
  counts: chainCounts(size),
});

/** Any routing, all claims. */
async function dispatchCombine(sizes: Configuration): Promise<Network> {
  // Loaded where it is needed: others do not start up with it.
  const { catalogue } = await import('../../properties/catalogue.js');
  const family = catalogue.families.find(({ name }) => name === 'dispatch-combine')!;
  return family.build(configurationOf(family, sizes), new Set());
}

/** Of one size each, since Rumur's models have theirs in the source; counts without a closed form were come to by three checkers. */
export const PROBLEMS = {
  chain: chain('credit chain, L = 5', { links: 5, credits: 2, values: 2 }),
  'two-phase-commit': {
    name: 'two-phase commit, 8',
    network: () => twoPhaseCommit(8),
    counts: { states: 1_745_408, transitions: 18_507_777 },
  },
  philosophers: {
    name: 'philosophers, 14',
    network: () => naivePhilosophers(14),
    counts: { states: 228_486, transitions: 2_067_856 },
  },
  'filter-lock': {
    name: 'filter lock, 4',
    network: () => filterLock(4),
    counts: { states: 14_844, transitions: 44_120 },
  },
  'leader-election': {
    name: 'leader election, 5',
    network: () => leaderElection(5),
    counts: { states: 272, transitions: 735 },
  },
  'filter-lock-2': {
    name: 'filter lock, 2',
    network: () => filterLock(2),
    counts: { states: 34, transitions: 62 },
  },
  'readers-writers': {
    name: 'readers and writers, 4',
    network: () => readersWriters(4),
    counts: { states: 2_192_020, transitions: 7_069_236 },
  },
  'ping-pong': {
    name: 'ping-pong to 9, lossy',
    network: () => pingPong(9, { kind: 'set', lossy: true }),
    counts: { states: 1_048_574, transitions: 9_699_328 },
  },
  'dispatch-combine-2-3-2': {
    name: 'dispatch-combine, 2 dies, 3 tokens, 2 layers',
    network: () => dispatchCombine({ dies: 2, tokens: 3, layers: 2 }),
    counts: { states: 1_763_679, transitions: 5_950_006 },
  },
  'dispatch-combine-3-1-2': {
    name: 'dispatch-combine, 3 dies, 1 token, 2 layers',
    network: () => dispatchCombine({ dies: 3, tokens: 1, layers: 2 }),
    counts: { states: 1_550_131, transitions: 6_820_776 },
  },
  'chain-12167': chain('credit chain, L = 3', { links: 3, credits: 2, values: 2 }),
  'chain-100000': chain('credit chain, L = 5, one value', { links: 5, credits: 2, values: 1 }),
  'chain-26873856': chain('credit chain, L = 4, three credits', { links: 4, credits: 3, values: 2 }),
  'chain-1e8': chain('credit chain, L = 8, one value', { links: 8, credits: 2, values: 1 }),
} as const satisfies Readonly<Record<string, Problem>>;

export type ProblemId = keyof typeof PROBLEMS;
