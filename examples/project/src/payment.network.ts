// A saga: stock is reserved, the card is charged, and what has been done is undone when a later step fails. An answer may be late, and then nobody
// knows whether the card has been charged. The bug: who gives up releases the stock, and forgets the bank.

import { componentRef, defineNetwork } from 'cloudmatrix-check';
import { sendTo, setup } from 'xstate';

type Answer = { type: 'RESERVED' } | { type: 'CHARGED' } | { type: 'DECLINED' } | { type: 'REFUNDED' };

const order = (refunds: boolean) =>
  setup({
    types: { events: {} as Answer, tags: {} as 'rest' },
    actions: {
      reserve: sendTo(componentRef('stock'), { type: 'RESERVE' }),
      release: sendTo(componentRef('stock'), { type: 'RELEASE' }),
      charge: sendTo(componentRef('bank'), { type: 'CHARGE' }),
      refund: sendTo(componentRef('bank'), { type: 'REFUND' }),
    },
    delays: { patience: 5_000 },
  }).createMachine({
    id: 'order',
    initial: 'reserving',
    states: {
      reserving: { entry: 'reserve', on: { RESERVED: 'charging' } },
      charging: {
        entry: 'charge',
        on: { CHARGED: 'confirmed', DECLINED: { target: 'cancelled', actions: 'release' } },
        after: { patience: refunds ? 'refunding' : { target: 'cancelled', actions: 'release' } },
      },
      refunding: {
        entry: 'refund',
        // The late answer may still come.
        on: { REFUNDED: { target: 'cancelled', actions: 'release' }, CHARGED: {}, DECLINED: {} },
      },
      confirmed: { tags: 'rest' },
      cancelled: { tags: 'rest', on: { CHARGED: {}, DECLINED: {} } },
    },
  });

const stock = setup({
  types: { events: {} as { type: 'RESERVE' } | { type: 'RELEASE' }, tags: {} as 'rest' },
  actions: { answer: sendTo(componentRef('order'), { type: 'RESERVED' }) },
}).createMachine({
  id: 'stock',
  initial: 'free',
  states: {
    free: { tags: 'rest', on: { RESERVE: { target: 'reserved', actions: 'answer' } } },
    reserved: { tags: 'rest', on: { RELEASE: 'free' } },
  },
});

const bank = setup({
  types: {
    events: {} as { type: 'CHARGE' } | { type: 'REFUND' } | { type: 'CARD_EXPIRES' },
    tags: {} as 'rest',
  },
  actions: {
    accept: sendTo(componentRef('order'), { type: 'CHARGED' }),
    decline: sendTo(componentRef('order'), { type: 'DECLINED' }),
    confirm: sendTo(componentRef('order'), { type: 'REFUNDED' }),
  },
}).createMachine({
  id: 'bank',
  initial: 'open',
  states: {
    open: {
      tags: 'rest',
      on: {
        CARD_EXPIRES: 'expired',
        CHARGE: { target: 'charged', actions: 'accept' },
      },
    },
    expired: {
      tags: 'rest',
      on: { CHARGE: { actions: 'decline' }, REFUND: { actions: 'confirm' } },
    },
    charged: { tags: 'rest', on: { REFUND: { target: 'refunded', actions: 'confirm' } } },
    refunded: { tags: 'rest' },
  },
});

const network = (name: string, refunds: boolean) =>
  defineNetwork({
    name,
    components: {
      order: { machine: order(refunds) },
      stock: { machine: stock },
      bank: { machine: bank, stimuli: [{ type: 'CARD_EXPIRES' }] },
    },
    properties: ({ always, reachable }) => [
      always('nobody pays for nothing', {
        when: (view) => view.matches('order', 'cancelled'),
        then: (view) => !view.matches('bank', 'charged'),
      }),
      always('nothing is given away', {
        when: (view) => view.matches('order', 'confirmed'),
        then: (view) => view.matches('bank', 'charged') && view.matches('stock', 'reserved'),
      }),
      reachable('an order is confirmed', (view) => view.matches('order', 'confirmed')),
      reachable('an order is refunded', (view) => view.matches('bank', 'refunded')),
    ],
  });

export const payment = network('payment', true);
export const forgetful = network('payment, without a refund', false);
