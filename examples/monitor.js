// A monitor: a property that is itself a statechart. A shop charges a card for every request that arrives, and the client of
// `retrying` asks again when it hears nothing. A request number makes the charge happen once.

import { componentRef, defineNetwork, monitor } from 'cloudmatrix-check';
import { assign, emit, sendTo, setup } from 'xstate';

const send = (id, type) => sendTo(componentRef(id), { type });

/** Violated when a card is charged a second time; and, as it is `pending` first, when a run ends, or goes on for ever, without a charge. */
const chargedOnce = setup({}).createMachine({
  id: 'charged-once',
  initial: 'owing',
  states: {
    owing: { tags: 'pending', on: { CHARGED: 'charged' } },
    charged: { on: { CHARGED: 'twice' } },
    twice: { tags: 'violation' },
  },
});

const client = setup({
  actions: { order: send('shop', 'ORDER') },
  delays: { patience: 1000 },
}).createMachine({
  id: 'client',
  initial: 'waiting',
  states: {
    waiting: {
      entry: 'order',
      on: { RECEIPT: 'served' },
      after: { patience: { target: 'waiting', reenter: true } },
    },
    served: { tags: 'rest', on: { RECEIPT: {} } },
  },
});

/** What monitors hear is what charts emit. */
const shopSetup = setup({
  guards: { isNew: ({ context }) => !context.isCharged },
  actions: {
    charge: emit({ type: 'CHARGED' }),
    remember: assign({ isCharged: true }),
    receipt: send('client', 'RECEIPT'),
  },
});

const shop = (order) =>
  shopSetup.createMachine({ id: 'shop', context: { isCharged: false }, tags: 'rest', on: { ORDER: order } });

const network = (name, order) =>
  defineNetwork({
    name,
    components: { client: { machine: client }, shop: { machine: shop(order) } },
    channels: { default: { kind: 'fifo', capacity: 2, lossy: true } },
    properties: [monitor('the card is charged once', chargedOnce, undefined, { from: ['shop'] })],
    // The channel loses some messages, but not each that is ever sent: an order that is sent again and again arrives.
    fairness: { units: [{ from: 'client', to: 'shop', fairness: 'strong' }] },
  });

export const charging = network('a shop that charges for every request', { actions: ['charge', 'receipt'] });

export const remembering = network('a shop that remembers the request', [
  { guard: 'isNew', actions: ['charge', 'remember', 'receipt'] },
  { actions: 'receipt' },
]);
