// Two statecharts and the channel between them: change them into your own. `npx cloudmatrix-check` checks all of their states.

import { componentRef, defineNetwork } from 'cloudmatrix-check';
import { sendTo, setup } from 'xstate';

const client = setup({
  actions: { ask: sendTo(componentRef('server'), { type: 'ASK' }) },
  delays: { patience: 1_000 },
}).createMachine({
  id: 'client',
  initial: 'asking',
  states: {
    asking: { entry: 'ask', on: { ANSWER: 'served' } },
    // The tag `rest` says: it may stay here for ever without being stuck.
    served: { tags: 'rest', on: { ANSWER: {} } },
  },
});

const server = setup({
  actions: { answer: sendTo(componentRef('client'), { type: 'ANSWER' }) },
}).createMachine({ id: 'server', tags: 'rest', on: { ASK: { actions: 'answer' } } });

export const request = defineNetwork({
  name: 'request',
  components: { client: { machine: client }, server: { machine: server } },
  channels: { default: { kind: 'fifo', capacity: 2 } },
  properties: ({ reachable }) => [
    reachable('the client is served', (view) => view.matches('client', 'served')),
  ],
});
