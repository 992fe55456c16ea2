import type { Survivors } from '../survivors.js';

/** What survives in prefill-pipeline. */
export const prefillPipelineSurvivors: Survivors = {};
