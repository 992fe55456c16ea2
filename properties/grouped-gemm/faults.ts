import type { Fault } from '../../src/index.js';
import { flagBeforeProduct } from './faults/a1-flag-before-product.js';
import { setWithoutLooking } from './faults/c5-set-without-looking.js';
import { lastCreditKept } from './faults/d9-last-credit-kept.js';
import { limitAboveDepth } from './faults/limit-above-depth.js';
import { untoldVectors } from './faults/untold-vectors.js';

/** Bugs of flags between cores, by the id of the report or, where `docs/faults.md` has none, by what goes wrong. */
export const faults: Readonly<Record<string, Fault>> = {
  C5: setWithoutLooking,
  A1: flagBeforeProduct,
  D9: lastCreditKept,
  'limit-above-depth': limitAboveDepth,
  'untold-vectors': untoldVectors,
};
