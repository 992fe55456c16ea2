import type { ContextCacheFault } from '../fault.js';

/** After a recovery the same segment was mounted again, and gave away offsets that were still known to others. */
export const staleEpoch: ContextCacheFault = {
  title: 'an address that was given before its server was lost is used after it has joined again',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/3826',
  kinship: 'its kind',
  property: 'addresses-of-their-epoch of memory.0',
  configuration: { instances: 1, losses: 1, servers: 1 },
  patch: { provide: { 'server-memory': { guards: { isRegisteredSo: () => true } } } },
  counterexample: {
    tells:
      'the SDK has an address for d when the server is lost (step 5); its engine writes to that address all the same',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'environment ⇒ server.0: LOSE',
      'sdk.0 ⏱ transfer in sdma.transferring',
    ],
  },
};
