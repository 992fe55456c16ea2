import type { ContextCacheFault } from '../fault.js';

/** After a recovery the same segment was mounted again, and gave away offsets that were still known to others. */
export const staleEpoch: ContextCacheFault = {
  title: 'an address that was given before its server was lost is used after it has joined again',
  link: 'https://github.com/kvcache-ai/Mooncake/issues/3826',
  kinship: 'its kind',
  property: 'addresses-of-their-epoch of memory.0',
  configuration: { instances: 1, losses: 1, servers: 1 },
  patch: { provide: { 'server-memory': { guards: { isRegisteredSo: () => true } } } },
  counterexample: { tells: '', steps: [] },
};
