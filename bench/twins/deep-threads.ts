import { type DeepTelling, tellingOf } from '../deep-check.js';
import { compareThreads, randomNetworks, type Threaded, WAYS } from './compare-cores.js';

const NETWORKS = 5_000;
const SEED = 1;

/** Blocks of each size up to this. */
const BLOCK_STATES_MAX = 8;

/** Compares searches on several threads with those on one, on random networks; see `compareThreads`. */
export function compareManyThreads(tell: DeepTelling): string {
  const startedAt = performance.now();
  const threaded = (network: number): readonly Threaded[] => {
    const blockStates = 1 + (network % BLOCK_STATES_MAX);
    return [
      { threads: 2, test: { blockStates, idleSeed: network } },
      {
        threads: 3,
        test: { blockStates: BLOCK_STATES_MAX - (network % BLOCK_STATES_MAX), stageRows: 4 + (network % 13) },
      },
    ];
  };
  const { compared, differences, states } = compareThreads(
    randomNetworks(NETWORKS, SEED),
    threaded,
    (network) => [WAYS[network % WAYS.length]!],
    { onCompared: tellingOf(tell, NETWORKS) },
  );
  const seconds = (performance.now() - startedAt) / 1000;
  return `${compared} networks with ${states} states in ${seconds.toFixed(0)} s, ${differences.length} differences`;
}
