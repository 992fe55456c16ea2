import { enqueueActions } from 'xstate';
import type { RequestLifeFault } from '../fault.js';

export const untoldAbort: RequestLifeFault = {
  title:
    'a prefill node that gives a request up does not tell the decode node, which waits until its patience ends',
  link: 'https://github.com/sgl-project/sglang/issues/28651',
  property: 'waits-for-work-only of decode.0.receive.0',
  configuration: { requests: 1, aborts: 1, by: 'prefill' },
  patch: { provide: { 'prefill-scheduler': { actions: { tellAborted: enqueueActions(() => {}) } } } },
  counterexample: {
    tells:
      'prefill node 0 gives the request up and forgets it (step 2); decode node 0 waits for it, and no word of it is on its way',
    steps: [
      'client.0 ⏱ arrive in idle',
      "environment ⇒ mishaps: GIVE_UP {request: 0, to: 'prefill.0.scheduler'}",
    ],
  },
};
