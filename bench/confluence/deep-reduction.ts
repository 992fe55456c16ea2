import type { Condition } from '../../src/explore/reduction/conditions.js';
import { tryReduction } from '../../src/explore/reduction/reduced-trial.js';
import type { DeepOutcome } from '../deep-check.js';
import { compareReductions } from './compare-reduction.js';

const NETWORKS = 20_000;
const SEED = 1;
const STATES_MAX = 1_500;
const GRAPH_MAX = 60;
/** Within so many networks each condition that is left out must be noticed. */
const NETWORKS_TO_NOTICE = 8_000;
/** Differences that are told; one mistake shows on many networks. */
const DIFFERENCES_TOLD_MAX = 5;

/** Conditions without which random networks show that something is lost. The others are shown by networks of their own only. */
const NOTICED: readonly Condition[] = [
  'enabled',
  'progress',
  'same state',
  'same effects',
  'queue order',
  'failures',
  'predicates',
  'channels in predicates',
  'monitors',
  'heard steps',
  'heard losses',
  'cycles',
  'pairs',
  'revalidation',
  'certified at last',
];

/** Compares the reduced search with unreduced ones on random networks, and each of its steps taken alone with the greatest confluent set; then without a condition of its rule. */
export function compareManyReductions(onProgress: (progress: string) => void): DeepOutcome {
  const startedAt = performance.now();
  const sizes = { seed: SEED, statesMax: STATES_MAX, graphMax: GRAPH_MAX };
  const all = compareReductions(tryReduction, { ...sizes, count: NETWORKS }, (count) => {
    onProgress(`${count} of ${NETWORKS} networks`);
  });
  const faults = all.differences
    .slice(0, DIFFERENCES_TOLD_MAX)
    .map(({ network, what }) => `network ${network} of seed ${SEED}: ${what.join('; ')}`);
  const noticed = NOTICED.map((condition) => {
    onProgress(`without ${condition}`);
    const { compared, differences } = compareReductions(tryReduction, {
      ...{ ...sizes, statesMax: GRAPH_MAX },
      count: NETWORKS_TO_NOTICE,
      differencesMax: 1,
      dropped: new Set([condition]),
    });
    if (differences.length === 0) faults.push(`that '${condition}' is left out was noticed by no network`);
    return `${condition} ${compared}`;
  });
  const { compared, left, states, visited, alone, confluent } = all;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  return {
    summary:
      `${compared} networks in ${seconds} s, ${left} of them not reduced; ${states} states, ${visited} visited; ${alone} steps taken alone beside ${confluent} states with a confluent step; ` +
      `networks until a condition was missed: ${noticed.join(', ')}`,
    faults,
  };
}
