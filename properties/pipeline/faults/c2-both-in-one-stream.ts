import type { PipelineFault } from '../fault.js';

/** Both are in the same operator of the same layer at once, on the same buffers and counters. */
export const bothInOneStream: PipelineFault = {
  title: 'nothing keeps the two microbatches apart, and both are in dispatch at once',
  link: 'https://github.com/uccl-project/uccl/issues/986',
  property: 'one-microbatch-an-engine of die.0.pool',
  configuration: { dies: 1, microbatches: 2, mtp: 'off' },
  patch: {
    wiring: {
      // Room for two dispatches.
      streamsOf: ({ streams, graphs }) => {
        const { stream, engines } = graphs
          .main!.flatMap(({ stages }) => stages)
          .find(({ operator }) => operator === 'dispatch')!;
        const share = Object.entries(streams[stream]!).map(([engine, units]) => [
          engine,
          units + (engines[engine] ?? 0),
        ]);
        return { ...streams, [stream]: Object.fromEntries(share) };
      },
    },
  },
  counterexample: {
    tells: 'microbatch 0 still waits in its dispatch when microbatch 1 begins its own on the same stream',
    steps: [
      'die.0.host ⏱ launch in launching',
      "die.0.host ⇒ die.0.rank: LAUNCH {graph: 'main'}",
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.1 ⏱ work in working',
    ],
  },
};
