import type { PipelineFault } from '../../fault.js';
import { ranAhead } from '../ran-ahead.js';

/** The same host launches the graphs of prefill; it shows from the second batch on. */
export const prefillRanAhead: PipelineFault = {
  ...ranAhead,
  configuration: { dies: 1, microbatches: 1, steps: 2, ahead: 0 },
  counterexample: {
    tells:
      'launches and graphs are to take turns, and the host launches the second batch before its die has run the first',
    steps: ['die.0.host ⏱ launch in launching', 'die.0.host ⏱ launch in launching'],
  },
};
