import { sendTo } from 'xstate';
import type { Flush, Keep, MemoryContext } from '../../../machines/cache/server-memory.js';
import { componentRef } from '../../../src/index.js';
import type { ContextCacheFault } from '../fault.js';

interface Asked {
  readonly context: MemoryContext;
  readonly event: Flush;
}

export const wrongSlot: ContextCacheFault = {
  title: 'textbook: whichever slot is to be copied to EVS, the first one is',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'kept-as-written of evs',
  configuration: { instances: 1, servers: 1 },
  patch: {
    provide: {
      'server-memory': {
        actions: {
          copyToEvs: sendTo(componentRef('evs'), ({ context, event }: Asked): Keep => {
            const { key, parent } = event;
            return { type: 'KEEP', key, parent, content: context.contents[0]! };
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'd and de are stored, in the first slot and in the second; both are copied to EVS (steps 10 and 11), which has for de what d is',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
    ],
  },
};
