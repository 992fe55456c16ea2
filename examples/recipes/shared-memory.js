// Two processes add one to a shared cell, each by a read and a write: an update is lost.

import { always, componentRef, defineNetwork } from 'cloudmatrix-check';
import { assign, sendTo, setup } from 'xstate';

const memory = setup({
  actions: {
    answer: sendTo(
      ({ system, event }) => system.get(event.reader),
      ({ context }) => ({ type: 'VALUE', value: context.cell }),
    ),
    store: assign({ cell: ({ event }) => event.value }),
  },
}).createMachine({
  id: 'memory',
  context: { cell: 0 },
  tags: 'rest',
  on: { READ: { actions: 'answer' }, WRITE: { actions: 'store' } },
});

const process = setup({
  actions: {
    read: sendTo(componentRef('memory'), ({ context }) => ({ type: 'READ', reader: context.id })),
    note: assign({ seen: ({ event }) => event.value }),
    write: sendTo(componentRef('memory'), ({ context }) => ({ type: 'WRITE', value: context.seen + 1 })),
  },
  delays: { soon: 1 },
}).createMachine({
  id: 'process',
  context: ({ input }) => ({ id: input.id, seen: 0 }),
  initial: 'idle',
  states: {
    // The answer comes within the step of the timer: the channel is `sync`.
    idle: { after: { soon: { actions: 'read' } }, on: { VALUE: { target: 'adding', actions: 'note' } } },
    adding: { after: { soon: { target: 'over', actions: 'write' } } },
    over: { type: 'final' },
  },
});

const ids = ['process.0', 'process.1'];

export const sharedMemory = defineNetwork({
  name: 'two processes and a cell',
  components: {
    memory: { machine: memory },
    ...Object.fromEntries(ids.map((id) => [id, { machine: process, input: { id } }])),
  },
  channels: { default: { kind: 'sync' } },
  properties: [
    always('no update is lost', {
      when: (view) => ids.every((id) => view.isDone(id)),
      then: (view) => view.context('memory').cell === 2,
    }),
  ],
});
