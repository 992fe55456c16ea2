import type { OnCompared } from '../deep-check.js';
import { stateKey } from '../../src/reference/plain-state.js';
import { LIVE_RULES, type RuleCase, type Rules } from '../../src/reference/rules.js';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import { type PlainSearchResult, plainSearch } from '../../src/reference/plain-search.js';
import { run } from '../../src/explore/search.js';
import { CheckError, type Network } from '../../src/index.js';
import { randomNetworks } from './random-network.js';

/** Networks with more states are drawn in vain. */
const STATES_MAX = 80;

/** What a network may have that the rules are about; a violation that is left within a step shows by what another rule makes of it. */
export type Feature = RuleCase | 'a violation left within a step';

/** @testonly the gate asserts that each of them is met */
export const FEATURES: readonly Feature[] = [
  'a timer id pending twice',
  'a cancel that reached nobody',
  'a sync answer to a busy sender',
  'nesting of depth 3',
  'a loss behind the head',
  'an exception',
  'a violation left within a step',
  'only an end before what nobody owes',
  'a cycle that is fair to a component only',
  'a cycle that is fair by a restart only',
  'a cycle that is fair by what changes nothing only',
  'messages that wait in another order than that of their texts',
  'a fair cycle',
  'a harmless cycle',
  'a stuck component',
];

/** Rules that are not those of a live system, each with the feature that a network must have to show it. */
export const WRONG_RULES: readonly { readonly rules: Rules; readonly shows: Feature }[] = [
  { rules: { ...LIVE_RULES, cancel: 'oldest' }, shows: 'a cancel that reached nobody' },
  { rules: { ...LIVE_RULES, mailbox: 'at once' }, shows: 'a sync answer to a busy sender' },
  { rules: { ...LIVE_RULES, loss: 'head' }, shows: 'a loss behind the head' },
  {
    rules: { ...LIVE_RULES, violation: 'at the end of a step' },
    shows: 'a violation left within a step',
  },
  { rules: { ...LIVE_RULES, unit: 'component' }, shows: 'a cycle that is fair to a component only' },
  { rules: { ...LIVE_RULES, restart: 'counts as enabled' }, shows: 'a cycle that is fair by a restart only' },
  { rules: { ...LIVE_RULES, ends: 'forgotten' }, shows: 'only an end before what nobody owes' },
  {
    rules: { ...LIVE_RULES, loop: 'forgotten' },
    shows: 'a cycle that is fair by what changes nothing only',
  },
  {
    rules: { ...LIVE_RULES, waiting: 'as sent' },
    shows: 'messages that wait in another order than that of their texts',
  },
];

/** What came of comparing random networks. */
export interface NetworkComparison {
  readonly compared: number;
  /** One sentence for each network on which the two searches differ. */
  readonly differences: readonly string[];
  /** How many of the compared networks had each feature. */
  readonly features: ReadonlyMap<Feature, number>;
  /** For each of `WRONG_RULES`, how many networks told it from the right ones. */
  readonly caught: readonly number[];
}

/**
 * Explores random networks by the tables, and by a plain search that asks XState at every step: both must see the same states, edges, levels,
 * ends, violations and witnesses.
 *
 * @param count networks that are small enough to be compared
 * @param wrongMax wrong rules are tried on so many networks each
 */
export function compareNetworks(
  count: number,
  seed: number,
  wrongMax = 40,
  onCompared: OnCompared = () => {},
): NetworkComparison {
  const features = new Map<Feature, number>(FEATURES.map((feature) => [feature, 0]));
  const caught = WRONG_RULES.map(() => 0);
  const tried = WRONG_RULES.map(() => 0);
  const differences: string[] = [];
  let compared = 0;
  for (const network of randomNetworks(seed)) {
    if (compared >= count) break;
    const seen = new Set<Feature>();
    const plain = searched(network, { ...LIVE_RULES, onCase: (what) => seen.add(what) });
    if (plain === 'too large') continue;
    compared++;
    const right = textOf(plain);
    const different = differenceOf(comparable(plain), byTables(network));
    const found = different === undefined ? [] : [`network ${compared}: ${different}`];
    differences.push(...found);
    WRONG_RULES.forEach(({ rules, shows }, at) => {
      const isViolation = shows === 'a violation left within a step';
      if (!(isViolation ? plain !== 'refused' && plain.violated.includes('never loud') : seen.has(shows)))
        return;
      if (!isViolation && tried[at]! >= wrongMax) return;
      tried[at]!++;
      if (textOf(searched(network, rules)) === right) return;
      caught[at]!++;
      if (isViolation) seen.add(shows);
    });
    for (const feature of seen) features.set(feature, features.get(feature)! + 1);
    onCompared(compared, found);
  }
  return { compared, differences, features, caught };
}

/** `refused`: the network is wrong in a way that shows as it runs. */
function searched(network: Network, rules: Rules): PlainSearchResult | 'too large' | 'refused' {
  try {
    const result = plainSearch(network, { statesMax: STATES_MAX, rules });
    return result.isComplete ? result : 'too large';
  } catch (thrown) {
    if (thrown instanceof CheckError) return 'refused';
    throw thrown;
  }
}

/** What both searches tell of a network. */
type Comparable = Omit<PlainSearchResult, 'isComplete' | 'seconds' | 'keys'> & {
  readonly keys: readonly string[];
};

function byTables(network: Network): Comparable | 'refused' {
  let search: BreadthFirst;
  try {
    search = new BreadthFirst(network, { afterViolation: 'continue' });
    const { states, steps, depth, terminal, violations, properties } = run(search);
    return {
      states,
      steps,
      depth,
      terminal,
      violated: violations.map(({ property }) => property).sort(),
      witnessed: properties
        .filter(({ name, verdict }) => name === 'b in s1' && verdict === 'holds')
        .map(({ name }) => name),
      hardCases: properties.filter(({ hardCase }) => hardCase === 'met').map(({ name }) => name),
      keys: [...search.contents()].map(stateKey).sort(),
    };
  } catch (thrown) {
    if (thrown instanceof CheckError) return 'refused';
    throw thrown;
  }
}

function comparable(result: PlainSearchResult | 'refused'): Comparable | 'refused' {
  if (result === 'refused') return result;
  const { states, steps, depth, terminal, violated, witnessed, hardCases, keys } = result;
  return { states, steps, depth, terminal, violated, witnessed, hardCases, keys: [...keys].sort() };
}

/** Where two results differ, in a sentence. */
function differenceOf(plain: Comparable | 'refused', tables: Comparable | 'refused'): string | undefined {
  if (plain === 'refused' || tables === 'refused') {
    if (plain === tables) return undefined;
    return `${plain === 'refused' ? 'the plain search' : 'the tables'} alone refused it`;
  }
  const different = (Object.keys(plain) as (keyof Comparable)[]).filter(
    (key) => JSON.stringify(plain[key]) !== JSON.stringify(tables[key]),
  );
  if (different.length === 0) return undefined;
  const shown = ({ keys, ...rest }: Comparable) =>
    JSON.stringify(
      Object.fromEntries(different.map((key) => [key, key === 'keys' ? keys.length : rest[key]])),
    );
  return `${shown(tables)} in the tables, ${shown(plain)} plainly`;
}

function textOf(result: PlainSearchResult | 'too large' | 'refused'): string {
  return JSON.stringify(result === 'too large' ? result : comparable(result));
}
