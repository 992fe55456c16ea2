import { DIE_CORES } from '../../../src/cloudmatrix/paper/die.js';
import { withStages } from './changed-graphs.js';
import type { PipelineFault } from '../fault.js';

/** Reported as a time-out of the vector cores where several streams overlap; the cause is told of, not proven. */
export const streamsNotSplit: PipelineFault = {
  title: 'each stream takes all cores of the die, as if the others had none',
  link: 'https://github.com/vllm-project/vllm-ascend/issues/16446',
  kinship: 'its kind',
  property: 'leases-within-cores of die.0.pool',
  configuration: { dies: 1, microbatches: 2, mtp: 'off' },
  patch: {
    wiring: {
      streamsOf: ({ streams }) =>
        Object.fromEntries(Object.keys(streams).map((stream) => [stream, DIE_CORES])),
      graphsOf: ({ graphs }) =>
        withStages(graphs, (stages) => stages.map((stage) => ({ ...stage, engines: DIE_CORES }))),
    },
  },
  counterexample: {
    tells: 'microbatch 0 goes on to dispatch on all cores while microbatch 1 runs its attention on all cores',
    steps: [
      'die.0.host ⏱ launch in launching',
      "die.0.host ⇒ die.0.rank: LAUNCH {graph: 'main'}",
      'die.0.microbatch.0 ⏱ work in working',
    ],
  },
};
