import { setup } from 'xstate';
import type { LinkObservation } from '../../../machines/interconnect/ub-path.js';
import type { SendObservation } from '../../../machines/moe/sending-core.js';

/** No write is issued while the die's link is down or retrained (docs/paper/facts.md 2). It hears the path and the cores of one die. */
export const issuedWhileUp = setup({
  types: {} as { events: LinkObservation | SendObservation },
}).createMachine({
  id: 'issued-while-up',
  initial: 'up',
  states: {
    up: { on: { LINK_DOWN: { target: 'down' } } },
    down: { on: { LINK_UP: { target: 'up' }, STORE_ISSUED: { target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
