import type { ContextCacheFault } from '../fault.js';

/** A client that was killed between the start and the end of a put left its key as being written. */
export const deadWriter: ContextCacheFault = {
  title: 'the space of a put whose client has died is never taken back',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/974',
  property: 'slots-come-back of server.0',
  configuration: { instances: 1, deaths: 1 },
  patch: { provide: { 'mp-server': { guards: { takesBack: () => false } } } },
  counterexample: {
    tells:
      'the write of d has landed, and the SDK dies before it ends the put (step 6): the put is old, and its slot is kept for it for ever',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'environment ⇒ sdk.0: DIE',
      "server.0 ⏱ age of sdk.0#0: PUT_IS_OLD {from: 'sdk.0', put: 'sdk.0#0'}",
    ],
  },
};
