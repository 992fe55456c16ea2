import { sendTo, setup } from 'xstate';
import { componentRef } from '../component-ref.js';
import type { Write } from '../moe/protocol.js';

/** A write on its way into the port, with the window that it is for. */
export interface PostedWrite extends Omit<Write, 'type'> {
  readonly type: 'POST';
  readonly window: string;
}

/**
 * A die's port to the Unified Bus. Stores wait in the operator's pipe (the channel into this component, in order); the port
 * *issues* them to the fabric (the channel out of it, without order), where each becomes *visible* at its destination
 * at a time of its own (facts.md 4.4; faults A1 and A2 live between these two moments).
 */
export const ubPort = setup({
  types: {} as { events: PostedWrite },
  actions: {
    issue: sendTo(
      ({ event, system }) => componentRef(system, event.window),
      ({ event }): Write => ({
        type: 'WRITE',
        address: event.address,
        copy: event.copy,
        writer: event.writer,
      }),
    ),
    tellWriter: sendTo(({ event, system }) => componentRef(system, event.writer), { type: 'ISSUED' }),
  },
}).createMachine({
  id: 'ub-port',
  initial: 'up',
  states: {
    up: {
      tags: 'rest',
      on: { POST: { actions: ['issue', 'tellWriter'] } },
    },
  },
});
