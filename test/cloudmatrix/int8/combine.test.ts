// Goal: a token's sum, its order and its bound. Method: sums by hand, among them one whose order matters.

import { describe, expect, it } from 'vitest';
import { Int8Arithmetic } from '../../../src/cloudmatrix/int8/arithmetic.js';
import { type Contribution, spreadOfOrders } from '../../../src/cloudmatrix/int8/combine.js';

const arithmetic = new Int8Arithmetic();
const contribution = (slot: number, row: number[], weight = 1): Contribution => ({ slot, row, weight });

describe('the sum', () => {
  it('is weighted, in FP32, and BF16 at the end', () => {
    const { sum, output } = arithmetic.combine([
      contribution(0, [1, 2], 0.5),
      contribution(1, [1, 1 + 2 ** -7], 2),
      contribution(2, [2 ** -9, 0]),
    ]);
    expect([...sum]).toEqual([2.5 + 2 ** -9, 3 + 2 ** -6]);
    // Spacing of BF16 between 2 and 4: 2^-6.
    expect([...output]).toEqual([2.5, 3 + 2 ** -6]);
  });

  it('is in the order of slots, however results arrive', () => {
    // (1 + 2^-24) - 1 is 0 in FP32, and (1 - 1) + 2^-24 is not.
    const inSlots = (slots: readonly [number, number, number]) =>
      arithmetic.combine([
        contribution(slots[0], [1]),
        contribution(slots[1], [2 ** -24]),
        contribution(slots[2], [-1]),
      ]).output[0];
    expect(inSlots([0, 1, 2])).toBe(0);
    expect(inSlots([0, 2, 1])).toBe(2 ** -24);
    // -1 + 2^-24 is an FP32 number.
    expect(inSlots([2, 1, 0])).toBe(2 ** -24);
  });

  it('of nothing is nothing', () => {
    expect(arithmetic.combine([]).output).toHaveLength(0);
  });
});

describe('the bound', () => {
  it('has what results carry, BF16, and FP32', () => {
    const [exact] = arithmetic.combine([contribution(0, [1])]).bound;
    // u_b |out|, and FP32's share for one term: its product, and one addition.
    expect(exact).toBeGreaterThanOrEqual(2 ** -8 + 2 * 2 ** -24);
    expect(exact).toBeLessThan(2 ** -8 + 3 * 2 ** -24);
    const [carried] = arithmetic.combine([{ ...contribution(0, [1], 2), bound: [0.25] }]).bound;
    expect(carried! - 0.5).toBeCloseTo(2 * exact!, 12);
  });
});

it('two orders may be 9.5e-7 of the magnitudes apart in FP32, and 6.5e-2 in BF16, for nine results', () => {
  expect(spreadOfOrders(1, 8, 2 ** -24)).toBeCloseTo(9.54e-7, 9);
  expect(spreadOfOrders(1, 8, 2 ** -8)).toBeCloseTo(6.45e-2, 4);
});
