import { assign, cancel, emit } from 'xstate';
import type { CopyObservation, PutEnd } from '../../../machines/cache/cache-protocol.js';
import { completed, slotOf } from '../../../machines/cache/dram-tier.js';
import type { ServerContext } from '../../../machines/cache/server-context.js';
import type { ContextCacheFault } from '../fault.js';

interface Given {
  readonly context: ServerContext;
  readonly event: PutEnd;
}

/** The slot in which a client is writing a key: the identity of a put is the client. */
const slotOfWriter = ({ context: { tier }, event: { key, from } }: Given): number => {
  const at = slotOf(tier, key);
  return tier.slots[at]?.state === 'writing' && tier.slots[at].of.startsWith(`${from}#`) ? at : -1;
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
          stopAgeing: cancel((given: Given) => `age of ${given.context.tier.slots[slotOfWriter(given)]?.of}`),
          tellKept: emit((given: Given): CopyObservation => {
            const { key, parent } = given.context.tier.slots[slotOfWriter(given)]!;
            return { type: 'COPY_KEPT', key, parent, why: 'kept' };
          }),
          complete: assign((given: Given) => ({ tier: completed(given.context.tier, slotOfWriter(given)) })),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the write of the first put takes too long; the put is tried again, and takes the place of the first (step 7); now the first write lands, and its end completes the second put, whose write has not begun',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ patience in storing.writing.timed',
      "server.0 ⏱ age of sdk.0#0: PUT_IS_OLD {from: 'sdk.0', put: 'sdk.0#0'}",
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
    ],
  },
};
