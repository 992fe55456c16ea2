import type { ContextCacheFault } from '../fault.js';

/** The cache of the engine told tenants apart; the store behind it did not. */
export const noNamespace: ContextCacheFault = {
  title: 'keys in the store are of tokens only, so that equal prompts of two tenants share blocks',
  link: 'https://github.com/sgl-project/sglang/issues/37160',
  property: 'own-blocks of tenant 1',
  configuration: { tenants: 2, prompts: 1, servers: 1 },
  patch: { wiring: { namespaceOf: () => '' } },
  counterexample: { tells: '', steps: [] },
};
