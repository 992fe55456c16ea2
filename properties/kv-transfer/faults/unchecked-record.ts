import type { KvTransferFault } from '../fault.js';

/** Whoever finds a record in his slot takes the first token out of it. */
export const uncheckedRecord: KvTransferFault = {
  title: 'nobody looks whose record it is: a request goes on with the first token of another',
  link: 'https://github.com/sgl-project/sglang/issues/17259',
  property: 'decodes-own-kv',
  configuration: { direction: 'push', prefills: 2, records: 1 },
  patch: { provide: { 'push-receiver': { guards: { isOwnRecord: () => true } } } },
};
