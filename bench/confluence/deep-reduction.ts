import type { Condition } from '../../src/explore/reduction/conditions.js';
import { tryReduction } from '../../src/explore/reduction/reduced-trial.js';
import { type DeepTelling, tellingOf } from '../deep-check.js';
import { compareReductions } from './compare-reduction.js';
import type { DrawingKind } from './random-network.js';

const NETWORKS = 20_000;
const SEED = 1;
const STATES_MAX = 1_500;
const GRAPH_MAX = 60;
/** Within so many networks each condition that is left out must be noticed. */
const NETWORKS_TO_NOTICE = 8_000;

/** Conditions without which mixed networks show that something is lost. Those in neither list are shown by networks of their own only. */
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

/** Likewise of talkative networks. */
const NOTICED_OF_TALKATIVE: readonly Condition[] = [
  'all that is shown',
  'local states in scope',
  'messages in scope',
  'cells in scope',
];

/** Likewise of choosing networks. */
const NOTICED_OF_CHOOSING: readonly Condition[] = ['each of a choice', 'enabled', 'cycles'];

/** Compares the reduced search with unreduced ones on mixed networks, and each of its steps taken alone with the greatest confluent set; then without a condition of its rule. */
export const compareManyReductions = (tell: DeepTelling): string => compareMany('mixed', NOTICED, tell);

/** Likewise on talkative networks. */
export const compareManyTalkative = (tell: DeepTelling): string =>
  compareMany('talkative', NOTICED_OF_TALKATIVE, tell);

/** Likewise on choosing networks. */
export const compareManyChoosing = (tell: DeepTelling): string =>
  compareMany('choosing', NOTICED_OF_CHOOSING, tell);

function compareMany(kind: DrawingKind, conditions: readonly Condition[], tell: DeepTelling): string {
  const startedAt = performance.now();
  const sizes = { kind, seed: SEED, statesMax: STATES_MAX, graphMax: GRAPH_MAX };
  const all = compareReductions(tryReduction, { ...sizes, count: NETWORKS }, tellingOf(tell, NETWORKS));
  const noticed = conditions.map((condition) => {
    tell.progress(`without ${condition}`);
    const { compared, differences } = compareReductions(tryReduction, {
      ...{ ...sizes, statesMax: GRAPH_MAX },
      count: NETWORKS_TO_NOTICE,
      differencesMax: 1,
      dropped: new Set([condition]),
    });
    if (differences.length === 0) tell.fault(`that '${condition}' is left out was noticed by no network`);
    return `${condition} ${compared}`;
  });
  const { compared, left, states, visited, alone, choices, confluent } = all;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  return (
    `${compared} networks in ${seconds} s, ${left} of them not reduced; ${states} states, ${visited} visited; ${alone} steps and ${choices} choices taken alone beside ${confluent} states with a confluent step; ` +
    `networks until a condition was missed: ${noticed.join(', ')}`
  );
}
