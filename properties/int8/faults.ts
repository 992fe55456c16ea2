import type { Int8Faults } from './fault.js';
import { calibrationFaults } from './faults-of-calibration.js';
import { productFaults } from './faults-of-products.js';
import { quantisationFaults } from './faults-of-quantisation.js';

/** Wrong arithmetics: what others have really written, where a report is linked; else what the link warns of. */
export const int8Faults: Int8Faults = { ...quantisationFaults, ...productFaults, ...calibrationFaults };
