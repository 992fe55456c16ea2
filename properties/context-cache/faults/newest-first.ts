import { enqueueActions } from 'xstate';
import type { CopyObservation } from '../../../machines/cache/cache-protocol.js';
import type { EvsContext } from '../../../machines/cache/evs-tier.js';
import type { ContextCacheFault } from '../fault.js';

export const newestFirst: ContextCacheFault = {
  title: 'textbook: what was used last goes first',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'oldest-goes-first',
  configuration: { instances: 1, servers: 1, requests: 2, prompts: 2, length: 2, evs: 2 },
  patch: {
    provide: {
      'evs-tier': {
        actions: {
          evict: enqueueActions(({ context, enqueue }) => {
            const { entries } = context as EvsContext;
            const { key, parent } = entries.at(-1)!;
            const dropped: CopyObservation = { type: 'COPY_DROPPED', key, parent, why: 'evicted' };
            enqueue.emit(dropped);
            enqueue.assign({ entries: entries.slice(0, -1) });
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'EVS has room for two blocks, and has d, then de (steps 14 and 15); it is given df (step 19), and evicts de, which it was given last',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'server.0 ⏱ flush in serving.writeThrough.dirty',
    ],
  },
};
