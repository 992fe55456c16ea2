import { setup } from 'xstate';
import type { GotObservation } from '../../../machines/cache/sdk-protocol.js';

/**
 * A tenant has no block that was made of the tokens of another one, even of equal ones: that it was there tells him what the other has asked
 * (docs/paper/facts.md 10: namespaces isolate). It hears the SDKs of one tenant.
 */
export const ownBlocks = setup({
  types: {} as { events: GotObservation },
  guards: {
    isOfAnother: ({ event: { isHit, content, tenant } }) =>
      isHit && content !== null && content.tenant !== tenant,
  },
}).createMachine({
  id: 'own-blocks',
  initial: 'watching',
  states: {
    watching: { on: { GOT: { guard: 'isOfAnother', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
