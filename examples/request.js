import { defineNetwork, reachable } from 'cloudmatrix-check';
import { sendTo, setup } from 'xstate';

const { createMachine } = setup({
  actions: {
    request: sendTo(({ system }) => system.get('server'), { type: 'REQUEST' }),
    acknowledge: sendTo(({ system }) => system.get('client'), { type: 'ACKNOWLEDGE' }),
  },
  delays: { patience: 1000 },
});
const waiting = { entry: 'request', on: { ACKNOWLEDGE: 'served' } };
const served = { tags: 'rest', on: { ACKNOWLEDGE: {} } };
const asksAgain = { after: { patience: { target: 'waiting', reenter: true } } };
const server = createMachine({ id: 'server', tags: 'rest', on: { REQUEST: { actions: 'acknowledge' } } });

const network = (name, states) =>
  defineNetwork({
    name,
    components: {
      client: { machine: createMachine({ id: 'client', initial: 'waiting', states }) },
      server: { machine: server },
    },
    channels: { default: { kind: 'fifo', capacity: 2, lossy: true } },
    properties: [reachable('the client is served', (view) => view.matches('client', 'served'))],
  });

export const forgetful = network('a client that asks once', { waiting, served });
export const patient = network('a client that asks again', { waiting: { ...waiting, ...asksAgain }, served });
