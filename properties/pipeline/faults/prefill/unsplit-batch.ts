import type { PipelineFault } from '../../fault.js';

/** Found in review: a die with a dummy batch must not decide for itself. */
export const unsplitBatch: PipelineFault = {
  title:
    'a die with nothing to do does not split its batch, and the second microbatches of the others wait for its own',
  link: 'https://github.com/vllm-project/vllm/pull/50945',
  property: 'deadlock-freedom',
  configuration: { dies: 2, steps: 1 },
  patch: {
    wiring: {
      microbatchesOf: ({ microbatches }, die) => (die === 0 ? [0] : [...Array(microbatches).keys()]),
    },
  },
  counterexample: {
    tells:
      'die 0 has not split its batch: microbatch 1 of die 1 waits in its first all-gather for one that does not exist, on the cores that microbatch 0 of die 1 needs for its next operator, so that die 0 waits too',
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
      'exchange.0 ⇒ die.1.microbatch.0: DEPARTED',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.1.microbatch.0 ⏱ work in working',
      'die.1.microbatch.0 ⏱ work in working',
      'die.1.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
      'exchange.0 ⇒ die.1.microbatch.0: DEPARTED',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.1.microbatch.1 ⏱ work in working',
      'die.1.microbatch.1 ⏱ work in working',
    ],
  },
};
