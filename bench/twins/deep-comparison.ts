import type { DeepOutcome } from '../deep-check.js';
import { compareNetworks, WRONG_RULES } from './compare-networks.js';

const NETWORKS = 5_000;
const SEED = 1;
/** A feature that fewer networks have has hardly been tried. */
const NETWORKS_OF_FEATURE_MIN = 50;
/** Differences that are told; one fault of a rule shows on many networks. */
const DIFFERENCES_TOLD_MAX = 5;

/** Compares the tables with the plain search on random networks; see `compareNetworks`. */
export function compareManyNetworks(onProgress: (progress: string) => void): DeepOutcome {
  const startedAt = performance.now();
  const { compared, differences, features, caught } = compareNetworks(NETWORKS, SEED, undefined, (count) => {
    onProgress(`${count} of ${NETWORKS} networks`);
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const faults = differences.slice(0, DIFFERENCES_TOLD_MAX);
  for (const [feature, count] of features) {
    if (count < NETWORKS_OF_FEATURE_MIN)
      faults.push(`${count} networks had ${feature}; at least ${NETWORKS_OF_FEATURE_MIN} should`);
  }
  WRONG_RULES.forEach(({ shows }, at) => {
    if (caught[at] === 0) faults.push(`the wrong rule about ${shows} was caught by no network`);
  });
  const counts = [...features].map(([feature, count]) => `${feature} ${count}`).join(', ');
  const wrong = WRONG_RULES.map(({ shows }, at) => `${shows} ${caught[at]}`).join(', ');
  return {
    summary:
      `${compared} networks in ${seconds.toFixed(0)} s, ${differences.length} differences; networks with ${counts}; ` +
      `networks that caught the wrong rule about ${wrong}`,
    faults,
  };
}
