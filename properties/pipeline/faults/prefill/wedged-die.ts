import type { PipelineFault } from '../../fault.js';
import { wedgedDie } from '../wedged-die.js';

/** As in decode. */
export const wedgedPrefillDie: PipelineFault = {
  title: 'a job leaves the engines of its die taken, and the next one finds it wedged',
  link: wedgedDie.link,
  kinship: 'its kind',
  property: 'nothing-left of die.0',
  configuration: { dies: 1, microbatches: 1, steps: 1 },
  patch: wedgedDie.patch,
  counterexample: {
    tells: 'the only batch has run, and the die still has the engines of the last operator leased',
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
      'die.0.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
      'die.0.rank ⏱ head in sampling',
    ],
  },
};
