// One event to everybody: an action that enqueues as many messages as there are receivers.

import { defineNetwork, reachable } from 'cloudmatrix-check';
import { enqueueActions, setup } from 'xstate';

const announcer = setup({
  actions: {
    announce: enqueueActions(({ context, enqueue, system }) => {
      for (const id of context.listeners) enqueue.sendTo(system.get(id), { type: 'NEWS' });
    }),
  },
  delays: { soon: 1 },
}).createMachine({
  id: 'announcer',
  context: ({ input }) => input,
  initial: 'silent',
  states: { silent: { after: { soon: { target: 'over', actions: 'announce' } } }, over: { type: 'final' } },
});

const listener = setup({}).createMachine({
  id: 'listener',
  initial: 'waiting',
  states: { waiting: { on: { NEWS: 'informed' } }, informed: { type: 'final' } },
});

const listeners = ['listener.0', 'listener.1', 'listener.2'];

export const broadcast = defineNetwork({
  name: 'one announcer and three listeners',
  components: {
    announcer: { machine: announcer, input: { listeners } },
    ...Object.fromEntries(listeners.map((id) => [id, { machine: listener }])),
  },
  // With `fifo`, the default, each listener hears of it in its own time; with `sync` all do within one step.
  channels: { default: { kind: 'fifo' } },
  properties: [
    reachable(
      'one is informed before the others',
      (view) => listeners.filter((id) => view.matches(id, 'informed')).length === 1,
    ),
  ],
});
