import { sendTo } from 'xstate';
import type { ServerContext } from '../../../machines/cache/server-context.js';
import type { Flush } from '../../../machines/cache/server-memory.js';
import { componentRef } from '../../../src/index.js';
import type { ContextCacheFault } from '../fault.js';

type Given = Parameters<ReturnType<typeof componentRef>>[0] & { readonly context: ServerContext };

/** The block stays marked as one that EVS does not have. */
export const flushedForEver: ContextCacheFault = {
  title: 'textbook: a block is written to disk again and again',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'flushed of server.0',
  configuration: { instances: 1, servers: 1, length: 1 },
  patch: {
    provide: {
      'mp-server': {
        actions: {
          flush: sendTo(
            componentRef((given: Given) => given.context.memory),
            ({ context: { tier } }: Given): Flush => {
              const slot = tier.slots.findIndex(({ isDirty }) => isDirty);
              const { key, parent } = tier.slots[slot]!;
              return { type: 'FLUSH', slot, key, parent };
            },
          ),
        },
      },
    },
  },
  counterexample: {
    tells:
      'd is put and copied to EVS, and stays marked as if it were not: it is copied again, for ever, and never evicted',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
    ],
  },
};
