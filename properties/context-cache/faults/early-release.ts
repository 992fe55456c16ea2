import type { ContextCacheFault } from '../fault.js';

/** What is not ended is taken back after a time that is thought to be long enough, and nothing keeps a transfer from taking longer. */
export const earlyRelease: ContextCacheFault = {
  title: 'the space of a put is taken back after a time, though its write may not have ended',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/975',
  property: 'released-after-its-writer of server.0',
  patch: { parameters: { deaths: 1 }, provide: { 'mp-sdk': { guards: { isOver: () => true } } } },
  counterexample: {
    tells:
      'the put of d has taken long (step 5), and its slot is taken back (step 6): the engine still has the write to it',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      "server.0 ⏱ age of sdk.0#0: PUT_IS_OLD {from: 'sdk.0', put: 'sdk.0#0'}",
      "server.0 ⏱ limit of sdk.0#0: PUT_IS_OVER {from: 'sdk.0', put: 'sdk.0#0'}",
    ],
  },
};
