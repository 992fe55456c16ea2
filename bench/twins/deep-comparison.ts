import { type DeepTelling, tellingOf } from '../deep-check.js';
import { compareNetworks, WRONG_RULES } from './compare-networks.js';

const NETWORKS = 5_000;
const SEED = 1;
/** A feature that fewer networks have has hardly been tried. */
const NETWORKS_OF_FEATURE_MIN = 50;

/** Compares the tables with the plain search on random networks; see `compareNetworks`. */
export function compareManyNetworks(tell: DeepTelling): string {
  const startedAt = performance.now();
  const { compared, differences, features, caught } = compareNetworks(
    NETWORKS,
    SEED,
    undefined,
    tellingOf(tell, NETWORKS),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  for (const [feature, count] of features) {
    if (count < NETWORKS_OF_FEATURE_MIN)
      tell.fault(`${count} networks had ${feature}; at least ${NETWORKS_OF_FEATURE_MIN} should`);
  }
  WRONG_RULES.forEach(({ shows }, at) => {
    if (caught[at] === 0) tell.fault(`the wrong rule about ${shows} was caught by no network`);
  });
  const counts = [...features].map(([feature, count]) => `${feature} ${count}`).join(', ');
  const wrong = WRONG_RULES.map(({ shows }, at) => `${shows} ${caught[at]}`).join(', ');
  return (
    `${compared} networks in ${seconds.toFixed(0)} s, ${differences.length} differences; networks with ${counts}; ` +
    `networks that caught the wrong rule about ${wrong}`
  );
}
