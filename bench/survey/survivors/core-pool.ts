import type { Survivors } from '../survivors.js';

/** What survives in core-pool. */
export const corePoolSurvivors: Survivors = {};
