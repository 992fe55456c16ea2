import { assign } from 'xstate';
import type { TransferEngineContext } from '../../../machines/serving/transfer-engine.js';
import type { Call } from '../../../machines/serving/work-request.js';
import type { KvTransferFault } from '../fault.js';

export const newestCallFirst: KvTransferFault = {
  title: 'transfers that wait are taken in the reverse of their order: the one that came last is the next',
  link: 'https://github.com/dCache/dcache/pull/1865',
  kinship: 'its kind',
  property: 'served-in-order of prefill.0.engine',
  configuration: {
    direction: 'push',
    requests: 3,
    records: 3,
    decodePages: 3,
    prefillPages: 3,
    aborts: 0,
  },
  patch: {
    provide: {
      'transfer-engine': {
        actions: {
          remember: assign({
            queue: ({ context, event }) => [event as Call, ...(context as TransferEngineContext).queue],
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'prefill has computed request 1 and then request 2 while it writes request 0 (steps 11 and 12); when that is done, request 2 is written next',
    steps: [
      'receiver.0 ⇒ sender.0 (vpc): PUSH_ORDER {pages: [0], record: 3}',
      'receiver.1 ⇒ sender.1 (vpc): PUSH_ORDER {pages: [1], record: 4}',
      'receiver.2 ⇒ sender.2 (vpc): PUSH_ORDER {pages: [2], record: 5}',
      'sender.0 ⏱ compute in computing',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ connect in connecting',
      'pair.prefill.0.decode.0.0 ⏱ move in ready.moving',
      'pair.prefill.0.decode.0.0 ⇒ prefill.0.engine (completions): COMPLETED {isDone: true, work: {block: 0, epoch: 0, from: 0, to: 0, transfer: 0}}',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ move in ready.moving',
      'sender.1 ⏱ compute in computing',
      'sender.2 ⏱ compute in computing',
      'pair.prefill.0.decode.0.0 ⇒ prefill.0.engine (completions): COMPLETED {isDone: true, work: {block: -1, epoch: 0, from: -1, to: 3, transfer: 0}}',
    ],
  },
};
