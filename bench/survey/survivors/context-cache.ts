import type { Survivors } from '../survivors.js';

/** What survives in context-cache. */
export const contextCacheSurvivors: Survivors = {};
