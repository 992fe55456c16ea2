import type { Fault } from '../../src/index.js';

/** Bugs of request-life by id; the first is the canary of `check`. */
export const faults: Readonly<Record<string, Fault>> = {};
