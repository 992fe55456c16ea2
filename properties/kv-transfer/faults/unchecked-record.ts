import type { KvTransferFault } from '../fault.js';

/** Whoever finds a record in his slot takes the first token out of it. */
export const uncheckedRecord: KvTransferFault = {
  title: 'nobody looks whose record it is: a request goes on with the first token of another',
  link: 'https://github.com/sgl-project/sglang/issues/17259',
  property: 'decodes-own-kv',
  configuration: { direction: 'push', requests: 4, prefills: 2, records: 1, aborts: 1, abortsAt: 'decode' },
  patch: {
    parameters: { direction: 'push', prefills: 2, records: 1, pairs: 1 },
    provide: { 'push-receiver': { guards: { isOwnRecord: () => true } } },
  },
  counterexample: {
    tells:
      'request 0 is given up (step 2) and its record slot goes to request 1, whose KV and record are written; the record of request 0 lands there last (step 17), and request 1 goes on with it',
    steps: [
      'receiver.0 ⇒ sender.0 (vpc): PUSH_ORDER {pages: [0], record: 2}',
      "environment ⇒ clients: LEAVE {at: 'receiver.0'}",
      'receiver.1 ⇒ sender.1 (vpc): PUSH_ORDER {pages: [1], record: 2}',
      'sender.1 ⏱ compute in computing',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ connect in connecting',
      'pair.prefill.0.decode.0.0 ⏱ move in ready.moving',
      'pair.prefill.0.decode.0.0 ⇒ prefill.0.engine (completions): COMPLETED {isDone: true, work: {block: 0, epoch: 0, from: 1, to: 1, transfer: 1}}',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ move in ready.moving',
      'pair.prefill.0.decode.0.0 ⇒ prefill.0.engine (completions): COMPLETED {isDone: true, work: {block: -1, epoch: 0, from: -1, to: 2, transfer: 1}}',
      'sender.1 ⇒ receiver.1 (status): STATUS {isDone: true}',
      'sender.0 ⏱ compute in computing',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ move in ready.moving',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ move in ready.moving',
      'receiver.1 ⏱ poll in looking',
      'receiver.1 ⏱ decode in decoding',
    ],
  },
};
