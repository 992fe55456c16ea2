import type { PipelineFault } from '../../fault.js';
import { bothInOneStream } from '../c2-both-in-one-stream.js';

/** The report is of prefill: each iteration in which the batch was split hung. */
export const bothInDispatch: PipelineFault = {
  title: 'nothing keeps the two microbatches apart, and both are in dispatch at once',
  link: bothInOneStream.link,
  kinship: 'its kind',
  property: 'one-microbatch-an-engine of die.0.pool',
  configuration: { dies: 1, steps: 1 },
  patch: bothInOneStream.patch,
  counterexample: {
    tells: 'microbatch 0 is in dispatch when microbatch 1 begins its own',
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
      'die.0.microbatch.1 ⏱ work in working',
      'die.0.microbatch.1 ⏱ work in working',
      'exchange.1 ⇒ die.0.microbatch.1: DEPARTED',
      'die.0.microbatch.1 ⏱ work in working',
      'die.0.microbatch.1 ⏱ work in working',
      'exchange.1 ⇒ die.0.microbatch.1: DEPARTED',
      'die.0.microbatch.1 ⏱ work in working',
      'die.0.microbatch.1 ⏱ work in working',
    ],
  },
};
