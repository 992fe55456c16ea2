// Goal: the size of the credit link chain: queues in both directions, and agreement with a closed form at every size.
// Method: breadth-first over everything. Source: closed form, proven by counting the ways to split items and credits of a
// link (see `creditChainDistinct`), and confirmed by a separate breadth-first program at the sizes with literal counts.
// The next sizes up (6 436 343 and 26 873 856 states) belong to the benchmark; here only the closed form is compared.

import { describe, expect, it } from 'vitest';
import { creditChain, creditChainDistinct, creditChainEdges } from '../../bench/networks/credit-chain.js';
import { explore } from '../support/agreement.js';

describe('credit link chain', () => {
  it.each([
    { links: 1, credits: 1, values: 1, states: 4, steps: 4 },
    { links: 1, credits: 2, values: 2, states: 23, steps: 42 },
    { links: 1, credits: 3, values: 2, states: 72, steps: 161 },
    { links: 2, credits: 1, values: 1, states: 16, steps: 25 },
    { links: 2, credits: 2, values: 2, states: 529, steps: 1_452 },
    { links: 2, credits: 2, values: 3, states: 1_764, steps: 4_896 },
    { links: 2, credits: 3, values: 2, states: 5_184, steps: 17_618 },
    { links: 3, credits: 1, values: 2, states: 216, steps: 492 },
    { links: 3, credits: 2, values: 1, states: 1_000, steps: 3_520 },
    { links: 3, credits: 2, values: 2, states: 12_167, steps: 44_574 },
    { links: 4, credits: 2, values: 2, states: 279_841, steps: 1_282_296 },
  ])('L = $links, K = $credits, V = $values has $states states', ({ states, steps, ...size }) => {
    const result = explore(creditChain(size));
    expect(result).toMatchObject({ verdict: 'holds', states, steps, terminal: 0 });
    expect(creditChainDistinct(size)).toBe(states);
    expect(creditChainEdges(size)).toBe(steps);
  });

  it.each([
    { links: 5, credits: 2, values: 2, states: 6_436_343, steps: 35_405_970 },
    { links: 4, credits: 3, values: 2, states: 26_873_856, steps: 153_809_280 },
  ])('the closed form gives $states states for L = $links, K = $credits', ({ states, steps, ...size }) => {
    expect(creditChainDistinct(size)).toBe(states);
    expect(creditChainEdges(size)).toBe(steps);
  });
});
