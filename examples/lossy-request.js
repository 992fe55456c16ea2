// A client asks a server over a channel that may lose messages. One client asks once, the other asks again.

import { componentRef, defineNetwork, reachable } from 'cloudmatrix-check';
import { sendTo, setup } from 'xstate';

/** An action that sends a message to the component with this id. */
const send = (id, type) => sendTo(componentRef(id), { type });

const { createMachine } = setup({
  actions: { request: send('server', 'REQUEST'), acknowledge: send('client', 'ACKNOWLEDGE') },
  delays: { patience: 1000 },
});

// The tag `rest` says: a component may stay in this state for ever without being stuck.
const server = createMachine({ id: 'server', tags: 'rest', on: { REQUEST: { actions: 'acknowledge' } } });

const client = (after) =>
  createMachine({
    id: 'client',
    initial: 'waiting',
    states: {
      waiting: { entry: 'request', on: { ACKNOWLEDGE: 'served' }, after },
      served: { tags: 'rest', on: { ACKNOWLEDGE: {} } },
    },
  });

const network = (name, after) =>
  defineNetwork({
    name,
    components: { client: { machine: client(after) }, server: { machine: server } },
    channels: { default: { kind: 'fifo', capacity: 2, lossy: true } },
    properties: [reachable('the client is served', (view) => view.matches('client', 'served'))],
  });

export const forgetful = network('a client that asks once', {});
export const patient = network('a client that asks again', {
  patience: { target: 'waiting', reenter: true },
});
