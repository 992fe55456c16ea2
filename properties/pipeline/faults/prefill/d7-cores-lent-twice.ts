import type { PipelineFault } from '../../fault.js';
import { streamsNotSplit } from '../d7-streams-not-split.js';

/** The report is of sequence-parallel batches beside an overlapped stream; the cause is told of, not proven. */
export const coresLentTwice: PipelineFault = {
  title: 'what overlaps takes vector cores that others have already',
  link: streamsNotSplit.link,
  property: 'leases-within-cores of die.0.pool',
  configuration: { dies: 1, steps: 1 },
  patch: {
    wiring: {
      streamsOf: ({ streams }) =>
        Object.fromEntries(
          Object.entries(streams).map(([stream, engines]) => [stream, { ...engines, aiv: 2 * engines.aiv! }]),
        ),
    },
  },
  counterexample: {
    tells: 'microbatch 1 prepares its dispatch on the vector cores that prepare that of microbatch 0',
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
      'die.0.microbatch.1 ⏱ work in working',
      'die.0.microbatch.1 ⏱ work in working',
      'exchange.1 ⇒ die.0.microbatch.1: DEPARTED',
      'die.0.microbatch.1 ⏱ work in working',
      'die.0.microbatch.1 ⏱ work in working',
      'exchange.1 ⇒ die.0.microbatch.1: DEPARTED',
      'die.0.microbatch.1 ⏱ work in working',
    ],
  },
};
