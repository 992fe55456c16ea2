import { assign, cancel, emit } from 'xstate';
import type { CopyObservation, PutEnd } from '../../../machines/cache/cache-protocol.js';
import { completed, slotOf } from '../../../machines/cache/dram-tier.js';
import type { ServerContext } from '../../../machines/cache/mp-server.js';
import type { ContextCacheFault } from '../fault.js';

interface Given {
  readonly context: ServerContext;
  readonly event: PutEnd;
}

/** The slot in which a client is writing a key: the identity of a put is the client. */
const slotOfWriter = ({ context: { tier }, event: { key, from } }: Given): number => {
  const at = slotOf(tier, key);
  return tier.slots[at]?.state === 'writing' && tier.slots[at].put.startsWith(`${from}#`) ? at : -1;
};

/** What ends a put names who writes, and not which of his puts. */
export const lateEnd: ContextCacheFault = {
  title: 'the late end of a put that was overtaken completes the newer put of the same client',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/3030',
  property: 'complete-means-stored of server.0',
  configuration: { instances: 1, timeouts: 1 },
  patch: {
    provide: {
      'mp-server': {
        guards: { isPutOfSlot: (given: Given) => slotOfWriter(given) >= 0 },
        actions: {
          stopAgeing: cancel((given: Given) => `age of ${given.context.tier.slots[slotOfWriter(given)]?.put}`),
          tellKept: emit((given: Given): CopyObservation => {
            const { key, parent } = given.context.tier.slots[slotOfWriter(given)]!;
            return { type: 'COPY_KEPT', key, parent, why: 'kept' };
          }),
          complete: assign((given: Given) => ({ tier: completed(given.context.tier, slotOfWriter(given)) })),
        },
      },
    },
  },
  counterexample: { tells: '', steps: [] },
};
