import { enqueueActions } from 'xstate';
import type { PrefillSchedulerContext } from '../../../machines/serving/prefill-tasks.js';
import type { GiveUp, PrefillDone } from '../../../machines/serving/request-messages.js';
import { componentRef } from '../../../src/index.js';
import type { RequestLifeFault } from '../fault.js';

/** What is given up goes the way of what is computed. */
export const incompleteKv: RequestLifeFault = {
  title: 'a prefill that is given up is announced like one that has ended: its incomplete KV is decoded',
  link: 'https://github.com/sgl-project/sglang/issues/30233',
  property: 'decodes-own-kv of decode.0',
  configuration: { requests: 1, aborts: 1, by: 'prefill' },
  patch: {
    provide: {
      'prefill-scheduler': {
        actions: {
          tellAborted: enqueueActions(({ context, event, enqueue }) => {
            const { node, tasks } = context as PrefillSchedulerContext;
            const task = tasks.find(({ request }) => request === (event as unknown as GiveUp).request)!;
            const { request, attempt } = task;
            enqueue.sendTo(componentRef(task.receiver), {
              type: 'PREFILL_DONE',
              request,
              attempt,
              node,
              isWhole: false,
            } satisfies PrefillDone);
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'prefill node 0 gives the request up before any chunk is computed (step 2), and announces it as it announces what is computed; decode node 0 reads what is there, and decodes it',
    steps: [
      'client.0 ⏱ arrive in idle',
      "environment ⇒ mishaps: GIVE_UP {request: 0, to: 'prefill.0.scheduler'}",
      "prefill.0.scheduler ⇒ decode.0.receive.0: PREFILL_DONE {attempt: 1, isWhole: false, node: 'prefill.0', request: 0}",
      'decode.0.receive.0 ⏱ land in alive.transferring',
    ],
  },
};
