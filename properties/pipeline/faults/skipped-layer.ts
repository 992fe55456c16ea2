import type { PipelineFault } from '../fault.js';

/** On all dies alike: nobody waits for anybody, and the answer is wrong. */
export const skippedLayer: PipelineFault = {
  title: 'the last layer is not run',
  link: 'https://github.com/nntrainer/nntrainer/issues/587',
  kinship: 'its kind',
  property: 'graphs-are-whole of die.0',
  configuration: { dies: 1, microbatches: 1, moeLayers: 2, steps: 1 },
  patch: {
    wiring: {
      graphsOf: ({ graphs: { main, ...others } }) => ({
        ...others,
        main: main!.map((block, at) =>
          at + 1 === main!.length ? { ...block, layers: block.layers - 1 } : block,
        ),
      }),
    },
  },
  counterexample: {
    tells: 'the microbatch comes to the head with one layer of two',
    steps: [
      'die.0.host ⏱ launch in launching',
      "die.0.host ⇒ die.0.rank: LAUNCH {graph: 'main'}",
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
    ],
  },
};
