import type { Counterexamples } from '../support/faults.js';

/** The shortest counterexample of each fault of decode-pipeline, as a reader of the bug report would tell it. */
export const counterexamples: Counterexamples = {
  D4: {
    tells:
      'die 0 launches the main graph only; it ends its second step (the last line) while die 1, which runs a draft graph meanwhile, has not ended its first',
    steps: [
      'die.0.host ⏱ launch in launching',
      "die.0.host ⇒ die.0.rank: LAUNCH {graph: 'main'}",
      'die.0.host ⏱ launch in launching',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.1.host ⏱ launch in launching',
      "die.1.host ⇒ die.1.rank: LAUNCH {graph: 'main'}",
      'die.1.host ⏱ launch in launching',
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
      'die.0.rank ⏱ head in sampling',
      "die.0.host ⇒ die.0.rank: LAUNCH {graph: 'main'}",
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.1.rank ⏱ head in sampling',
      "die.1.host ⇒ die.1.rank: LAUNCH {graph: 'draft'}",
      'die.1.microbatch.0 ⏱ work in working',
      'die.1.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
      'exchange.0 ⇒ die.1.microbatch.0: DEPARTED',
      'die.0.microbatch.0 ⏱ work in working',
      'die.0.microbatch.0 ⏱ work in working',
      'die.1.microbatch.0 ⏱ work in working',
      'die.1.microbatch.0 ⏱ work in working',
      'exchange.0 ⇒ die.0.microbatch.0: DEPARTED',
      'die.0.rank ⏱ head in sampling',
    ],
  },
  D5: {
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
