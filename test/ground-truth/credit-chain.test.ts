// Goal: the size of the credit link chain: queues in both directions, and agreement with a closed form at every size.
// Method: breadth-first over everything. Source: closed form, proven by counting the ways to split items and credits of a
// link (see `creditChainDistinct`), and confirmed by a separate breadth-first program at the sizes with literal counts.
// The next sizes up (6 436 343 and 26 873 856 states) belong to the benchmark; here only the closed form is compared.

import { describe, expect, it } from 'vitest';
import { creditChain, creditChainDistinct, creditChainEdges } from '../../bench/networks/credit-chain.js';
import { explore } from '../support/agreement.js';

describe('credit link chain', () => {
  it.each([
    { links: 1, credits: 1, values: 1, distinct: 4, edges: 4 },
    { links: 1, credits: 2, values: 2, distinct: 23, edges: 42 },
    { links: 1, credits: 3, values: 2, distinct: 72, edges: 161 },
    { links: 2, credits: 1, values: 1, distinct: 16, edges: 25 },
    { links: 2, credits: 2, values: 2, distinct: 529, edges: 1_452 },
    { links: 2, credits: 2, values: 3, distinct: 1_764, edges: 4_896 },
    { links: 2, credits: 3, values: 2, distinct: 5_184, edges: 17_618 },
    { links: 3, credits: 1, values: 2, distinct: 216, edges: 492 },
    { links: 3, credits: 2, values: 1, distinct: 1_000, edges: 3_520 },
    { links: 3, credits: 2, values: 2, distinct: 12_167, edges: 44_574 },
    { links: 4, credits: 2, values: 2, distinct: 279_841, edges: 1_282_296 },
  ])('L = $links, K = $credits, V = $values has $distinct states', ({ distinct, edges, ...size }) => {
    const result = explore(creditChain(size));
    expect(result).toMatchObject({ verdict: 'holds', distinct, edges, terminal: 0 });
    expect(creditChainDistinct(size)).toBe(distinct);
    expect(creditChainEdges(size)).toBe(edges);
  });

  it.each([
    { links: 5, credits: 2, values: 2, distinct: 6_436_343, edges: 35_405_970 },
    { links: 4, credits: 3, values: 2, distinct: 26_873_856, edges: 153_809_280 },
  ])(
    'the closed form gives $distinct states for L = $links, K = $credits',
    ({ distinct, edges, ...size }) => {
      expect(creditChainDistinct(size)).toBe(distinct);
      expect(creditChainEdges(size)).toBe(edges);
    },
  );
});
