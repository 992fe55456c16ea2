// Channels are queues of one sender and one receiver. A relay makes one queue of several: whoever sends first is heard first.

import { always, componentRef, defineNetwork } from 'cloudmatrix-check';
import { assign, sendTo, setup } from 'xstate';

const relay = setup({
  actions: {
    forward: sendTo(componentRef('clerk'), ({ event }) => event),
  },
}).createMachine({ id: 'relay', tags: 'rest', on: { ORDER: { actions: 'forward' } } });

const customer = setup({
  actions: {
    order: sendTo(componentRef('relay'), ({ context }) => ({ type: 'ORDER', from: context.id })),
  },
  delays: { soon: 1 },
}).createMachine({
  id: 'customer',
  context: ({ input }) => input,
  initial: 'choosing',
  states: {
    choosing: { after: { soon: { target: 'over', actions: 'order' } } },
    over: { type: 'final' },
  },
});

const clerk = setup({
  actions: { serve: assign({ served: ({ context, event }) => [...context.served, event.from] }) },
}).createMachine({
  id: 'clerk',
  context: { served: [] },
  tags: 'rest',
  on: { ORDER: { actions: 'serve' } },
});

const customers = ['customer.0', 'customer.1'];

export const mailbox = defineNetwork({
  name: 'two customers and one queue',
  components: {
    ...Object.fromEntries(customers.map((id) => [id, { machine: customer, input: { id } }])),
    relay: { machine: relay },
    clerk: { machine: clerk },
  },
  channels: { pairs: { 'relay -> clerk': { kind: 'fifo' } }, default: { kind: 'sync' } },
  properties: [
    always('no order is lost', (view) => {
      const ordered = customers.filter((id) => view.isDone(id)).length;
      return view.waiting('relay', 'clerk').length + view.context('clerk').served.length === ordered;
    }),
  ],
});
