import type { Survivors } from '../survivors.js';

/** What survives in dispatch-combine. */
export const dispatchCombineSurvivors: Survivors = {};
