/**
 * Each seeded fault must be caught by its property: exhaustively, with the literal shortest counterexample, which XState itself
 * confirms; and by the random campaign with the default seed. Without faults the same searches find nothing.
 */
import { describe, expect, it } from 'vitest';
import { dispatchCombine } from '../../machines/networks/dispatch-combine.js';
import { campaign, configurationOf, explore, replay } from '../../src/index.js';
import { counterexamples } from './counterexamples.js';

const SEED = 384;

const networkUnder = (...faults: string[]) => {
  const set = new Set(faults);
  return dispatchCombine.build(configurationOf(dispatchCombine, {}, set), set);
};

describe('the faults of dispatch-combine', () => {
  it('all have a literal counterexample', () => {
    expect(Object.keys(counterexamples)).toEqual(Object.keys(dispatchCombine.faults));
  });

  for (const [id, { property, configuration }] of Object.entries(dispatchCombine.faults)) {
    it(`${id} violates ${property}: ${counterexamples[id]?.tells}`, () => {
      const network = networkUnder(id);
      const result = explore(network);
      expect(result.verdict).toBe('violated');
      const [violation] = result.violations;
      expect(violation).toMatchObject({
        property,
        minimality: 'proven shortest',
        steps: counterexamples[id]!.steps,
      });
      expect(replay(network, violation!)).toMatchObject({ isViolated: true });
    });

    it(`${id} is what violates it: without it a network of the same size violates nothing`, () => {
      const healthy = dispatchCombine.build(configurationOf(dispatchCombine, configuration ?? {}), new Set());
      const result = explore(healthy);
      expect(result.violations).toEqual([]);
      expect(result.verdict).toBe('holds');
    });

    it(`${id} is found by the campaign`, async () => {
      const result = await campaign(dispatchCombine, { seed: SEED, runs: 100, faults: [id] });
      expect(result.verdict).toBe('violated');
      expect(result.violation).toMatchObject({ violation: { property, minimality: 'proven shortest' } });
      expect(replay(result.violation!.network, result.violation!.violation).isViolated).toBe(true);
    });
  }
});
