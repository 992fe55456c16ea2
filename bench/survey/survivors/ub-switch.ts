import type { Survivors } from '../survivors.js';

/** What survives in ub-switch. */
export const ubSwitchSurvivors: Survivors = {};
