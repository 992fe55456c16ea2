import { setup } from 'xstate';
import type { OperationIssued } from '../../machines/interconnect/posting.js';
import type { LinkObservation } from '../../machines/interconnect/ub-path.js';

/** No operation is issued from the moment at which a link goes down until it is up again. It hears the path of a die and all that post to it. */
export const issuedWhileUp = setup({
  types: {} as { events: LinkObservation | OperationIssued },
}).createMachine({
  id: 'issued-while-up',
  initial: 'up',
  states: {
    up: { on: { LINK_DOWN: 'down' } },
    down: { on: { LINK_UP: 'up', ISSUED: 'violated' } },
    violated: { tags: 'violation', type: 'final' },
  },
});
