import { assign } from 'xstate';
import type { ContextCacheFault } from '../fault.js';

/** What was replaced in the cache stayed in the sum of its bytes, which grew beyond what was there. */
export const unrefunded: ContextCacheFault = {
  title: 'what is evicted stays charged to its tenant',
  link: 'https://github.com/Michael-A-Kuykendall/shimmy/issues/217',
  kinship: 'its kind',
  property: 'counted-right of server.0',
  configuration: { instances: 1, servers: 1, high: 1 },
  patch: { provide: { 'mp-server': { actions: { refundVictim: assign({}) } } } },
  counterexample: {
    tells:
      'd and de are stored, and the server, which is above its threshold, evicts de: it has one block, and the controller has counted two',
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
      'server.0 ⏱ evict in serving.thresholds.above',
    ],
  },
};
