import { assign } from 'xstate';
import type { KvTransferFault } from '../fault.js';

/** Decode holds the pages until it is told that prefill has drained; prefill does not know that it should tell. */
export const drainedNeverComes: KvTransferFault = {
  title: 'decode holds the pages of an aborted request until a "drained" that prefill never sends',
  link: 'https://github.com/sgl-project/sglang/pull/35360',
  property: 'decode-pages-come-back of decode.0',
  configuration: { direction: 'push', requests: 1, aborts: 1 },
  patch: {
    parameters: { direction: 'push' },
    provide: { 'push-sender': { actions: { answerAbort: assign({}) } } },
  },
  counterexample: {
    tells:
      'prefill is told that the request is given up, and does not answer: decode holds the page for ever',
    steps: [
      'receiver.0 ⇒ sender.0 (vpc): PUSH_ORDER {pages: [0], record: 2}',
      "environment ⇒ clients: LEAVE {at: 'receiver.0'}",
      'receiver.0 ⇒ sender.0 (vpc): ABORT',
    ],
  },
};
