import { withStages } from './changed-graphs.js';
import type { PipelineFault } from '../fault.js';

/** Reported of a model that the overlap did not know: it was accepted, and the first token was wrong already. */
export const skippedExperts: PipelineFault = {
  title:
    'the overlapped schedule has no entry for the experts of a layer, and combine sends what dispatch has brought',
  link: 'https://github.com/sgl-project/sglang/issues/36840',
  property: 'stage-order of die.0.microbatch.0',
  configuration: { dies: 1, microbatches: 1 },
  patch: {
    wiring: {
      graphsOf: ({ graphs }) =>
        withStages(graphs, (stages) => stages.filter(({ operator }) => operator !== 'experts')),
    },
  },
  counterexample: {
    tells: 'after dispatch, the microbatch goes on to combine',
    steps: [
      'die.0.host ⏱ launch in launching',
      "die.0.host ⇒ die.0.rank: LAUNCH {graph: 'main'}",
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
    ],
  },
};
