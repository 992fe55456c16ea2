// A client that reconnects. Each connection has a number, so that what an old one still had to say is not taken for an answer of the new one.
// The bug: a client that does not look at the number takes the answer to its first CONNECT for that to its second.

import { componentRef, defineNetwork } from 'cloudmatrix-check';
import { assign, sendTo, setup } from 'xstate';

const CONNECTIONS_MAX = 2;

type ClientEvent = { type: 'ACCEPTED'; session: number } | { type: 'LINK_LOST' };

const client = (looksAtSession: boolean) =>
  setup({
    types: { context: {} as { session: number }, events: {} as ClientEvent, tags: {} as 'rest' },
    guards: {
      isMine: ({ context, event }) =>
        event.type === 'ACCEPTED' && (!looksAtSession || event.session === context.session),
      mayReconnect: ({ context }) => context.session < CONNECTIONS_MAX,
    },
    actions: {
      connect: sendTo(componentRef('server'), ({ context }) => ({
        type: 'CONNECT',
        session: context.session,
      })),
      number: assign({ session: ({ context }) => context.session + 1 }),
    },
    delays: { patience: 1_000 },
  }).createMachine({
    id: 'client',
    context: { session: 1 },
    initial: 'connecting',
    on: { LINK_LOST: { guard: 'mayReconnect', target: '.connecting', actions: 'number', reenter: true } },
    states: {
      connecting: {
        entry: 'connect',
        on: { ACCEPTED: [{ guard: 'isMine', target: 'connected' }, {}] },
        // The link may have lost the question, or the answer.
        after: { patience: { target: 'connecting', reenter: true } },
      },
      connected: { tags: 'rest', on: { ACCEPTED: {} } },
    },
  });

const server = setup({
  types: {
    context: {} as { session: number },
    events: {} as { type: 'CONNECT'; session: number },
    tags: {} as 'rest',
  },
  actions: {
    take: assign({ session: ({ event }) => event.session }),
    accept: sendTo(componentRef('client'), ({ event }) => ({ type: 'ACCEPTED', session: event.session })),
  },
}).createMachine({
  id: 'server',
  context: { session: 0 },
  tags: 'rest',
  on: { CONNECT: { actions: ['take', 'accept'] } },
});

const network = (name: string, looksAtSession: boolean) =>
  defineNetwork({
    name,
    components: {
      client: { machine: client(looksAtSession), stimuli: [{ type: 'LINK_LOST' }] },
      server: { machine: server },
    },
    channels: { default: { kind: 'fifo', capacity: 2, lossy: true } },
    properties: ({ always, reachable }) => [
      always('both speak of one session', {
        when: (view) => view.matches('client', 'connected'),
        then: (view) => view.context('client').session === view.context('server').session,
      }),
      reachable(
        'the client is connected again',
        (view) => view.matches('client', 'connected') && view.context('client').session === CONNECTIONS_MAX,
      ),
    ],
  });

export const reconnect = network('reconnect', true);
export const hasty = network('reconnect, to any answer', false);
