import type { ContextCacheFault } from '../fault.js';

/** The cache of the engine told tenants apart; the store behind it did not. */
export const noNamespace: ContextCacheFault = {
  title: 'keys in the store are of tokens only, so that equal prompts of two tenants share blocks',
  link: 'https://github.com/sgl-project/sglang/issues/37160',
  property: 'own-blocks of tenant 1',
  configuration: { tenants: 2, prompts: 1, servers: 1 },
  patch: { wiring: { namespaceOf: () => '' } },
  counterexample: {
    tells:
      'instance 0, of tenant 0, stores d; instance 1, of tenant 1, has the same prompt, finds it, and reads it',
    steps: [
      'instance.0 ⏱ arrive in idle',
      'sdk.0 ⏱ ask in reading.looking',
      'instance.0 ⏱ compute in computing',
      'sdk.0 ⏱ ask in storing.starting',
      'sdk.0 ⏱ transfer in sdma.transferring',
      'sdk.0 ⏱ tell in storing.ending',
      'instance.1 ⏱ arrive in idle',
      'sdk.1 ⏱ ask in reading.looking',
      'sdk.1 ⏱ ask in reading.looking',
      'sdk.1 ⏱ ask in reading.loading',
      'sdk.1 ⏱ read in reading.copying',
    ],
  },
};
