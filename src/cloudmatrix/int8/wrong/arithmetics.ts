import type { Int8Faults } from './wrong-arithmetic.js';
import { calibrationFaults } from './calibration.js';
import { operatorFaults } from './operators.js';
import { productFaults } from './products.js';
import { quantisationFaults } from './quantisation.js';

/**
 * Wrong arithmetics. One whose link is a report is the bug of that report, to the arithmetic; the others say 'textbook' and link to
 * what they break.
 */
export const int8Faults: Int8Faults = {
  ...quantisationFaults,
  ...productFaults,
  ...operatorFaults,
  ...calibrationFaults,
};
