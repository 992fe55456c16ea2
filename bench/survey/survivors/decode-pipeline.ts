import type { Survivors } from '../survivors.js';

/** What survives in decode-pipeline. */
export const decodePipelineSurvivors: Survivors = {};
