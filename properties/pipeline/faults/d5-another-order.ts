import type { PipelineFault } from '../fault.js';

/** Seen on one random rank of many, until the time-out of 300 s. */
export const anotherOrder: PipelineFault = {
  title: 'the graphs of a step are replayed in another order on one die, which falls a round behind',
  link: 'https://github.com/NVIDIA/TensorRT-LLM/pull/14066',
  property: 'same-operation of microbatch 0',
  configuration: { dies: 2, microbatches: 1, moeLayers: 2, mtp: 'on' },
  patch: {
    wiring: { launchesOf: ({ launches }, die) => (die === 0 ? [...launches].reverse() : launches) },
  },
  counterexample: {
    tells:
      'die 0 launches the draft graph before the main one; in the first dispatch its draft layer meets the main layer of die 1',
    steps: [
      'die.0.host ⏱ launch in launching',
      "die.0.host ⇒ die.0.rank: LAUNCH {graph: 'draft'}",
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.1.host ⏱ launch in launching',
      "die.1.host ⇒ die.1.rank: LAUNCH {graph: 'main'}",
      'die.1.microbatch.0 ⏱ work in working',
      'die.1.microbatch.0 ⏱ work in working',
    ],
  },
};
