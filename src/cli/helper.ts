import { once } from 'node:events';
import type { MessagePort } from 'node:worker_threads';
import type { CheckWorker, PassedRun } from '../index.js';

// A helper is a thread that does the same command as another one up to where the work begins, and then what that one orders. The two tell each
// other orders and what comes of them over a port of their own.

/** What a helper tells the thread that it helps. */
export type FromHelper = { readonly kind: 'takes-orders' } | PassedRun;

/** The helper at the other end of a port, when it takes orders. */
export async function helperAt(port: MessagePort): Promise<CheckWorker> {
  const ended = once(port, 'close').then((): PassedRun => ({ kind: 'returned', isGone: true }));
  await once(port, 'message');
  return {
    make: async (order) => {
      const answered = once(port, 'message').then(([message]) => message as PassedRun);
      port.postMessage(order);
      return Promise.race([answered, ended]);
    },
    end: () => port.close(),
  };
}
