/**
 * Goal: work that is lost, doubled or swapped, steps that are skipped, repeated or swapped, and what is leaked, is seen by the claim that is
 * about it, also where what is told is as ever and the effect is missing.
 * Method: mistakes are patches of the healthy charts, tried in small configurations until the named claim is violated; the shortest
 * counterexample has the given length, and XState confirms it. Healthy charts that are patched by nothing violate nothing.
 */
import { describe, expect, it } from 'vitest';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { type Configuration, configurationOf, explore, patched, replay } from '../../src/index.js';
import { builtIn, flow, givingUp, type Mutant, ONE, totals, windows } from './dispatch-combine/mutants.js';

const networkOf = (configuration: Configuration) =>
  dispatchCombine.build(configurationOf(dispatchCombine, configuration), new Set());

const mutated = ({ configuration, patch }: Pick<Mutant, 'configuration' | 'patch'>) =>
  patched(networkOf(configuration), { mutant: { patch } }, new Set(['mutant']));

const GROUPS = { totals, windows, flow, 'giving up': givingUp, 'built in': builtIn };

describe.each(Object.entries(GROUPS))('mutants of dispatch-combine: %s', (_, mutants) => {
  it.each(mutants)('$name is caught by $property', (mutant) => {
    const { property, steps } = mutant;
    const network = mutated(mutant);
    const result = explore(network, { until: property });
    const violation = result.violations.find((each) => each.property === property);
    expect(violation?.steps.length).toBe(steps);
    expect(replay(network, violation!)).toMatchObject({ isViolated: true });
  });
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
