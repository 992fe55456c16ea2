import { withStages } from '../changed-graphs.js';
import type { PipelineFault } from '../../fault.js';

/** The dummy batch returned before the collective that it was run for. */
export const earlyReturn: PipelineFault = {
  title:
    'a die without tokens runs through its layers, and returns from dispatch and combine without waiting for the others',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/710',
  property: 'same-operation of microbatch 0',
  configuration: { dies: 2, microbatches: 1, moeLayers: 2, steps: 1 },
  patch: {
    wiring: {
      graphsOf: ({ graphs }, die) =>
        die > 0
          ? graphs
          : withStages(graphs, (stages) =>
              stages.map((stage) =>
                stage.operator === 'dispatch' || stage.operator === 'combine'
                  ? { ...stage, isCollective: false }
                  : stage,
              ),
            ),
    },
  },
  counterexample: {
    tells:
      'die 0 has come to the all-gather of the second layer when die 1 comes to the dispatch of the first',
    steps: [
      'die.0.host ⏱ launch in launching',
      "die.0.host ⇒ die.0.rank: LAUNCH {graph: 'main'}",
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.1.host ⏱ launch in launching',
      "die.1.host ⇒ die.1.rank: LAUNCH {graph: 'main'}",
      'die.1.microbatch.0 ⏱ work in working',
      'die.1.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
      'exchange.0 ⇒ die.1.microbatch.0: DEPARTED',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.1.microbatch.0 ⏱ work in working',
      'die.1.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
      'exchange.0 ⇒ die.1.microbatch.0: DEPARTED',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.1.microbatch.0 ⏱ work in working',
      'die.1.microbatch.0 ⏱ work in working',
      'die.1.microbatch.0 ⏱ work in working',
    ],
  },
};
