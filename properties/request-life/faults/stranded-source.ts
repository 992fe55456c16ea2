import { enqueueActions } from 'xstate';
import type { RequestLifeFault } from '../fault.js';

export const strandedSource: RequestLifeFault = {
  title:
    'a decode node drops word of a prefill that it does not wait for any more, and nobody reads the KV that is held for it',
  link: 'https://github.com/llm-d/llm-d/pull/1138',
  property: 'sources-return-once of prefill.0',
  configuration: { requests: 1, aborts: 1, by: 'client', losses: 'aborts' },
  patch: { provide: { 'decode-receive': { actions: { releaseUnwanted: enqueueActions(() => {}) } } } },
  counterexample: {
    tells:
      'word of the computed prompt comes when decode node 0 has aborted the request (step 7), and is dropped; its own word to the prefill node is lost (step 8): the KV is held for ever',
    steps: [
      'client.0 ⏱ arrive in idle',
      'prefill.0.worker ⏱ hit in alive.compute.lookingUp',
      'prefill.0.worker ⏱ compute in alive.compute.computing',
      'prefill.0.worker ⏱ store in alive.store.storing',
      "environment ⇒ mishaps: LEAVE {to: 'client.0'}",
      'scheduler ⇒ decode.0.receive.0: ABORT {attempt: 1, request: 0}',
      "prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_DONE {attempt: 1, isWhole: true, node: 'prefill.0', request: 0}",
      'drop decode.0.receive.0 ⇒ prefill.0.scheduler: ABORT {attempt: 1, request: 0}',
    ],
  },
};
