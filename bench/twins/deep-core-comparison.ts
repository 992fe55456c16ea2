import type { DeepOutcome } from '../deep-check.js';
import { compareCores } from './compare-cores.js';

const NETWORKS = 5_000;
const SEED = 1;
/** Differences that are told; one fault shows on many networks. */
const DIFFERENCES_TOLD_MAX = 5;

/** Compares the core with the tables on random networks; see `compareCores`. */
export function compareManyCores(onProgress: (progress: string) => void): DeepOutcome {
  const startedAt = performance.now();
  const { compared, differences, states } = compareCores(NETWORKS, SEED, (count) => {
    onProgress(`${count} of ${NETWORKS} networks`);
  });
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    summary: `${compared} networks with ${states} states in ${seconds.toFixed(0)} s, ${differences.length} differences`,
    faults: differences.slice(0, DIFFERENCES_TOLD_MAX),
  };
}
