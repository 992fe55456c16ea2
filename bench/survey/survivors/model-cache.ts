import type { Survivors } from '../survivors.js';

/** What survives in model-cache. */
export const modelCacheSurvivors: Survivors = {};
