import type { DeepOutcome } from '../deep-check.js';
import { compareThreads, randomNetworks, type Threaded, WAYS } from './compare-cores.js';

const NETWORKS = 5_000;
const SEED = 1;
/** Differences that are told; one fault shows on many networks. */
const DIFFERENCES_TOLD_MAX = 5;

/** Blocks of each size up to this. */
const BLOCK_STATES_MAX = 8;

/** Compares searches on several threads with those on one, on random networks; see `compareThreads`. */
export function compareManyThreads(onProgress: (progress: string) => void): DeepOutcome {
  const startedAt = performance.now();
  const threaded = (network: number): readonly Threaded[] => {
    onProgress(`${network} of ${NETWORKS} networks`);
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
  );
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    summary: `${compared} networks with ${states} states in ${seconds.toFixed(0)} s, ${differences.length} differences`,
    faults: differences.slice(0, DIFFERENCES_TOLD_MAX),
  };
}
