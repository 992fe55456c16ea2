import { produce } from 'immer';
import { enqueueActions } from 'xstate';
import type { PagePoolContext, PagesEvicted } from '../../../machines/serving/page-pool.js';
import type { KvTransferFault } from '../fault.js';

/** The prefix cache loses as many pages as are wanted, though some are free. */
export const evictsInFull: KvTransferFault = {
  title: 'the prefix cache is made to give up all that is wanted, and not what is missing of it',
  link: 'https://github.com/sgl-project/sglang/pull/32016',
  property: 'evicts-the-shortfall of prefill.0.pages',
  configuration: { direction: 'push', requests: 2, prefixes: 'kept', aborts: 0 },
  patch: {
    provide: {
      'page-pool': {
        actions: {
          evict: enqueueActions(({ context, enqueue }) => {
            const { owners, queue } = context as PagePoolContext;
            const cached = owners.flatMap((each, page) => (each.join() === 'cache' ? [page] : []));
            const pages = cached.slice(0, queue[0]!.count);
            if (pages.length === 0) return;
            const evicted: PagesEvicted = { type: 'PAGES_EVICTED', pages };
            enqueue.emit(evicted);
            enqueue.assign(
              produce(context as PagePoolContext, (draft) => {
                for (const page of pages) draft.owners[page] = [];
                draft.free.push(...pages);
              }),
            );
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the prefix cache keeps page 0 (step 9), and page 1 is free: request 1 is given page 1 (step 10), and page 0 is evicted all the same',
    steps: [
      'receiver.0 ⇒ sender.0 (vpc): PUSH_ORDER {pages: [0], record: 2}',
      'sender.0 ⏱ compute in computing',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ connect in connecting',
      'pair.prefill.0.decode.0.0 ⏱ move in ready.moving',
      'pair.prefill.0.decode.0.0 ⇒ prefill.0.engine (completions): COMPLETED {isDone: true, work: {block: 0, epoch: 0, from: 0, to: 0, transfer: 0}}',
      'prefill.0.engine ⏱ post in working.posting',
      'pair.prefill.0.decode.0.0 ⏱ move in ready.moving',
      'pair.prefill.0.decode.0.0 ⇒ prefill.0.engine (completions): COMPLETED {isDone: true, work: {block: -1, epoch: 0, from: -1, to: 2, transfer: 0}}',
      'receiver.1 ⇒ sender.1 (vpc): PUSH_ORDER {pages: [1], record: 3}',
    ],
  },
};
