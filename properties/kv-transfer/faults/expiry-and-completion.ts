import { enqueueActions } from 'xstate';
import type { PullHolderContext } from '../../../machines/serving/pull-holder.js';
import { type ChartDraft, componentRef } from '../../../src/index.js';
import type { KvTransferFault } from '../fault.js';

/** The lease is over and decode has read: each of them frees the pages. */
export const expiryAndCompletion: KvTransferFault = {
  title: 'the end of a lease and the completion of the read both free the pages of prefill',
  link: 'https://github.com/vllm-project/vllm/pull/24268',
  property: 'pages-return-once of prefill.0.pages',
  configuration: { requests: 1 },
  patch: {
    parameters: { direction: 'paper' },
    provide: {
      'pull-holder': {
        actions: {
          release: enqueueActions(({ context, enqueue }) => {
            const { room, pages } = context as PullHolderContext;
            enqueue.sendTo(componentRef('pool'), { type: 'RELEASE', owner: `request.${room}`, pages });
          }),
        },
      },
    },
    chart: {
      'pull-holder': ({ states }) => {
        (states as Record<string, ChartDraft>).ended!.on!.FETCHED = { actions: 'release' };
      },
    },
  },
  counterexample: {
    tells:
      'decode has given up, and the lease ends before prefill hears of it (step 5): what tells so (step 6) frees the page a second time',
    steps: [
      'reader.0 ⇒ holder.0 (vpc): PULL_ORDER {blocks: 1, epoch: 0}',
      'holder.0 ⏱ compute in computing',
      "environment ⇒ clients: LEAVE {at: 'reader.0'}",
      'lease.0 ⏱ tick in running',
      'lease.0 ⏱ tick in running',
      'reader.0 ⇒ holder.0 (vpc): FETCHED {epoch: 0}',
    ],
  },
};
