/**
 * Goal: work that is lost, doubled or swapped, steps that are skipped, repeated or swapped, and what is leaked, is seen by the claim that is
 * about it, also where what is told is as ever and the effect is missing. Every claim has three such mistakes at least.
 * Method: mistakes are patches of the healthy charts, tried in small configurations until the named claim is violated; the shortest
 * counterexample has the given length, and XState confirms one of each claim. Healthy charts that are patched by nothing violate nothing.
 */
import { describe, expect, it } from 'vitest';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import {
  type Configuration,
  configurationOf,
  explore,
  type Network,
  patched,
  replay,
} from '../../src/index.js';
import { sharingFamily, sharingLike } from '../support/sharing.js';
import { endless } from './dispatch-combine/endless.js';
import {
  builtIn,
  flow,
  givingUp,
  hurried,
  type Mutant,
  ONE,
  STRIDES,
  totals,
  windows,
} from './dispatch-combine/mutants.js';

const networks = new Map<string, Network>();
const networkOf = (configuration: Configuration): Network => {
  const key = JSON.stringify(configuration);
  const known = networks.get(key);
  if (known !== undefined) return known;
  const family = sharingFamily(dispatchCombine);
  const built = family.build(configurationOf(family, configuration), new Set());
  networks.set(key, built);
  return built;
};

const mutated = ({ configuration, patch }: Pick<Mutant, 'configuration' | 'patch'>) => {
  const healthy = networkOf(configuration);
  return sharingLike(healthy, patched(healthy, { mutant: { patch } }, new Set(['mutant'])));
};

const GROUPS = { totals, windows, flow, 'giving up': givingUp, endless, 'built in': builtIn };

/** A claim that is made of several components has the component behind its name, or a number. */
const baseOf = (property: string): string => property.replace(/ (of|at) .*$/u, '');

/** Claims of which XState has confirmed a counterexample. */
const replayed = new Set<string>();

describe.each(Object.entries(GROUPS))('mutants of dispatch-combine: %s', (_, mutants) => {
  it.each(mutants)('$name is caught by $property', (mutant) => {
    const { property, steps, loop } = mutant;
    const network = mutated(mutant);
    const result = explore(network, { until: property });
    const violation = result.violations.find((each) => each.property === property);
    expect(violation?.steps.length).toBe(steps);
    expect(violation?.loop).toBe(loop);
    // XState takes as long as the search: it confirms one for each claim.
    if (!replayed.has(baseOf(property))) {
      expect(replay(network, violation!)).toMatchObject({ isViolated: true });
      replayed.add(baseOf(property));
    }
  });
});

describe('what takes its time', () => {
  it.each(hurried)('$name: "$witness" is not met', ({ witness, ...mutant }) => {
    const { properties } = explore(mutated(mutant), { until: witness });
    expect(properties.find(({ name }) => name === witness)).toMatchObject({ verdict: 'violated' });
  });
});

describe('the claims of dispatch-combine', () => {
  const everything = { credits: 1, flaps: 1, limit: 'probe', failures: 1, microbatches: 2, redundant: 1 };
  const claims = networkOf(everything)
    .properties.filter(({ kind }) => kind !== 'reachable')
    .map(({ name }) => baseOf(name));
  const mutantsOf = (claim: string) =>
    Object.values(GROUPS)
      .flat()
      .filter(({ property }) => baseOf(property) === claim);

  it.each([...new Set(claims)])('%s is violated by three mutants', (claim) => {
    expect(mutantsOf(claim).length).toBeGreaterThanOrEqual(3);
  });

  // These are about what is told: a give-up, a precision, whom the experts serve.
  const apart = ['gives-up-for-the-dead-only', 'replicas-share-the-dies'];
  it.each([...new Set(claims)].filter((claim) => !apart.includes(claim)))(
    '%s is violated where all is told as ever',
    (claim) => {
      expect(mutantsOf(claim).some(({ isOnlyTold }) => isOnlyTold)).toBe(true);
    },
  );
});

it('strides over tokens and experts are told apart in a configuration that `check` explores', () => {
  expect(dispatchCombine.exhaustive).toContainEqual(STRIDES);
});

describe('what is not changed', () => {
  it('is caught by nothing', () => {
    const unchanged = { 'fused-dispatch': () => {}, 'receive-window': () => {}, 'moe-stream': () => {} };
    const result = explore(
      mutated({ configuration: { ...ONE, routing: 'any' }, patch: { chart: unchanged } }),
    );
    expect(result).toMatchObject({ verdict: 'holds', states: 1_040 });
  });
});
