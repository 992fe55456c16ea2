import type { PipelineFault } from '../fault.js';

/** Hold and wait, the second condition of deadlock: no report, but what an operator that is fused too far does. */
export const keptEngines: PipelineFault = {
  title: 'a microbatch keeps the engines that it has, and runs on them what belongs on others',
  link: 'https://doi.org/10.1145/356586.356588',
  kinship: 'its kind',
  property: 'stages-on-their-engines of die.0.microbatch.0',
  configuration: { dies: 1, microbatches: 2, steps: 1 },
  patch: { provide: { microbatch: { guards: { keepsLease: () => true } } } },
  counterexample: {
    tells: 'the microbatch goes on to dispatch on the cores of attention',
    steps: [
      'die.0.host ⏱ launch in launching',
      "die.0.host ⇒ die.0.rank: LAUNCH {graph: 'main'}",
      'die.0.microbatch.0 ⏱ work in working',
    ],
  },
};
