import { defineNetwork, reachable } from 'cloudmatrix-check';
import { sendTo, setup } from 'xstate';

const send = (id, type) => sendTo(({ system }) => system.get(id), { type });
const actions = { request: send('server', 'REQUEST'), acknowledge: send('client', 'ACKNOWLEDGE') };
const { createMachine } = setup({ actions, delays: { patience: 1000 } });

const server = createMachine({ id: 'server', tags: 'rest', on: { REQUEST: { actions: 'acknowledge' } } });
const client = (after) => {
  const waiting = { entry: 'request', on: { ACKNOWLEDGE: 'served' }, after };
  const served = { tags: 'rest', on: { ACKNOWLEDGE: {} } };
  return createMachine({ id: 'client', initial: 'waiting', states: { waiting, served } });
};
const network = (name, after) => {
  const components = { client: { machine: client(after) }, server: { machine: server } };
  const channels = { default: { kind: 'fifo', capacity: 2, lossy: true } };
  const properties = [reachable('the client is served', (view) => view.matches('client', 'served'))];
  return defineNetwork({ name, components, channels, properties });
};
export const forgetful = network('a client that asks once', {});
export const patient = network('a client that asks again', {
  patience: { target: 'waiting', reenter: true },
});
