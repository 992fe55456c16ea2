import type { Survivors } from '../survivors.js';

/** What survives in moe-layer. */
export const moeLayerSurvivors: Survivors = {};
