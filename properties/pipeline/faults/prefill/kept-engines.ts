import type { PipelineFault } from '../../fault.js';
import { keptEngines } from '../kept-engines.js';

/** As in decode. */
export const keptPrefillEngines: PipelineFault = {
  title: 'a microbatch keeps the engines that it has, and runs on them what belongs on others',
  link: keptEngines.link,
  kinship: 'its kind',
  property: 'stages-on-their-engines of die.0.microbatch.0',
  configuration: { dies: 1, steps: 1 },
  patch: keptEngines.patch,
  counterexample: {
    tells: 'the microbatch prepares its dispatch on the matrix cores of its attention',
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
    ],
  },
};
