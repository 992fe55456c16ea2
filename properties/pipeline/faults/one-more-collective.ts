import { withStages } from './changed-graphs.js';
import type { PipelineFault } from '../fault.js';

/** The busy ranks of one layout had it, the idle ones did not. */
export const oneMoreCollective: PipelineFault = {
  title: 'a busy die issues one more collective than the idle ones',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/9689',
  property: 'collectives-in-order of microbatch 0',
  configuration: { dies: 2, microbatches: 1, steps: 1 },
  patch: {
    wiring: {
      graphsOf: ({ graphs }, die) =>
        die > 0
          ? graphs
          : withStages(graphs, (stages) => [
              ...stages,
              { ...stages.at(-1)!, operator: 'all-reduce', isCollective: true },
            ]),
    },
  },
  counterexample: {
    tells: 'die 0 comes to an all-reduce that no other die has',
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
      'die.0.microbatch.0 ⏱ work in working',
    ],
  },
};
