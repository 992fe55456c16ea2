import type { SystemOutcome } from '../../src/index.js';

/** What is said of a run that was interrupted: figures of a part of a step would mislead. */
export const UNFINISHED: SystemOutcome = {
  verdict: 'inconclusive',
  message: 'The run was interrupted before its end.',
  figures: {},
  utilisation: {},
  bounds: [],
  notes: [],
};
