import type { Survivors } from '../survivors.js';

/** What survives in ub-path. */
export const ubPathSurvivors: Survivors = {};
