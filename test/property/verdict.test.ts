// Goal: what a verdict means. Method: every extent of a search, with and without a witness, and every mixture of verdicts.

import { describe, expect, it } from 'vitest';
import { overall, type Verdict, verdictFor } from '../../src/property/verdict.js';

describe('without a counterexample', () => {
  it.each([
    ['complete', true, 'holds'],
    ['complete', false, 'violated'],
    ['sample', true, 'holds-in-sample'],
    ['sample', false, 'inconclusive'],
    ['interrupted', true, 'inconclusive'],
    ['interrupted', false, 'inconclusive'],
  ] as const)('a %s search, witness met: %s: %s', (extent, reached, verdict) => {
    expect(verdictFor(extent, reached)).toBe(verdict);
  });
});

describe('overall', () => {
  const worstFirst: readonly Verdict[] = ['violated', 'inconclusive', 'holds-in-sample', 'holds'];

  it('is the worst', () => {
    worstFirst.forEach((worst, at) => {
      for (const better of worstFirst.slice(at)) {
        expect(overall([better, worst])).toBe(worst);
        expect(overall([worst, better, better])).toBe(worst);
      }
    });
  });

  it('of nothing is inconclusive', () => {
    expect(overall([])).toBe('inconclusive');
  });
});
