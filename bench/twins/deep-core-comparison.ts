import { type DeepTelling, tellingOf } from '../deep-check.js';
import { compareCores } from './compare-cores.js';

const NETWORKS = 5_000;
const SEED = 1;

/** Compares the core with the tables on random networks; see `compareCores`. */
export function compareManyCores(tell: DeepTelling): string {
  const startedAt = performance.now();
  const { compared, differences, states } = compareCores(NETWORKS, SEED, tellingOf(tell, NETWORKS));
  const seconds = (performance.now() - startedAt) / 1000;
  return `${compared} networks with ${states} states in ${seconds.toFixed(0)} s, ${differences.length} differences`;
}
