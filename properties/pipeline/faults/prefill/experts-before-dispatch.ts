import { withStages } from '../changed-graphs.js';
import type { PipelineFault } from '../../fault.js';

/** The expert ran on a stream of its own, which nothing put behind the one that gathered its input. */
export const expertsBeforeDispatch: PipelineFault = {
  title: 'the experts run on what was in their input before the tokens have come',
  link: 'https://github.com/EfficientMoE/MoE-Infinity/pull/197',
  property: 'stage-order of die.0.microbatch.0',
  configuration: { dies: 1, microbatches: 1, steps: 1 },
  patch: {
    wiring: {
      graphsOf: ({ graphs }) =>
        withStages(graphs, (stages) => {
          const at = stages.findIndex(({ operator }) => operator === 'dispatch');
          if (at < 0) return stages;
          return [...stages.slice(0, at), stages[at + 1]!, stages[at]!, ...stages.slice(at + 2)];
        }),
    },
  },
  counterexample: {
    tells: 'after the preparation of dispatch, the microbatch goes on to the experts',
    steps: [
      'die.0.host ⏱ launch in launching',
      "die.0.host ⇒ die.0.rank: LAUNCH {graph: 'main'}",
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
    ],
  },
};
