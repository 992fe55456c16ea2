import type { Int8Faults } from './wrong-arithmetic.js';
import { calibrationFaults } from './calibration.js';
import { productFaults } from './products.js';
import { quantisationFaults } from './quantisation.js';

/** Wrong arithmetics: what others have really written, where a report is linked; else what the link warns of. */
export const int8Faults: Int8Faults = { ...quantisationFaults, ...productFaults, ...calibrationFaults };
