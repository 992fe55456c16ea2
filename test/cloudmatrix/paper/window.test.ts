// Goal: the receive window holds what the operators' size formula says. Method: sizes of the paper; slots at and just below what is needed.

import { describe, expect, it } from 'vitest';
import {
  dispatchSlotsOf,
  requiredWindowMiB,
  WINDOW_MIB_DEFAULT,
} from '../../../src/cloudmatrix/paper/window.js';

describe('the window', () => {
  it('of the default size holds 96 tokens a die of 8 dies, but not of EP320, as the formula has it', () => {
    const use = { localExperts: 1, batch: 96, copiesPerToken: 9 };
    expect(requiredWindowMiB({ ...use, dies: 8 })).toBeLessThan(WINDOW_MIB_DEFAULT);
    expect(requiredWindowMiB({ ...use, dies: 320 })).toBeGreaterThan(WINDOW_MIB_DEFAULT);
  });

  it('has dispatch slots enough exactly when the formula is met', () => {
    for (const batch of [1, 3, 64, 96]) {
      const use = { dies: 4, localExperts: 2, batch, copiesPerToken: 2 };
      const needed = 4 * 2 * batch;
      const required = requiredWindowMiB(use);
      expect(dispatchSlotsOf(required, use)).toBe(needed);
      expect(dispatchSlotsOf(required * 0.99, use)).toBeLessThan(needed);
    }
  });
});
