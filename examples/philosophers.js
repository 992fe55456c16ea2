// Dining philosophers. In one network everybody takes the left fork first, in the other one philosopher takes the right fork first.

import { always, defineNetwork } from 'cloudmatrix-check';
import { sendTo, setup } from 'xstate';

const SEATS = 3;

const sendToFork = (fork, type) => sendTo(({ context, system }) => system.get(context[fork]), { type });

const philosopher = setup({
  actions: {
    takeFirst: sendToFork('first', 'TAKE'),
    takeSecond: sendToFork('second', 'TAKE'),
    putFirstDown: sendToFork('first', 'PUT_DOWN'),
    putSecondDown: sendToFork('second', 'PUT_DOWN'),
  },
}).createMachine({
  id: 'philosopher',
  context: ({ input }) => input,
  initial: 'thinking',
  states: {
    thinking: { tags: 'rest', on: { REACH: { target: 'holding', actions: 'takeFirst' } } },
    holding: { on: { REACH: { target: 'eating', actions: 'takeSecond' } } },
    eating: { on: { LEAVE: { target: 'thinking', actions: ['putFirstDown', 'putSecondDown'] } } },
  },
});

const fork = setup({}).createMachine({
  id: 'fork',
  initial: 'free',
  states: { free: { tags: 'rest', on: { TAKE: 'taken' } }, taken: { on: { PUT_DOWN: 'free' } } },
});

function table(name, forksOf) {
  const seats = Array.from({ length: SEATS }, (_, seat) => seat);
  const person = (seat) => ({
    machine: philosopher,
    input: forksOf(seat),
    stimuli: [{ type: 'REACH' }, { type: 'LEAVE' }],
  });
  return defineNetwork({
    name,
    components: {
      ...Object.fromEntries(seats.map((seat) => [`philosopher.${seat}`, person(seat)])),
      ...Object.fromEntries(seats.map((seat) => [`fork.${seat}`, { machine: fork }])),
    },
    // A rendezvous: who wants a fork that is taken waits until it is free.
    channels: { default: { kind: 'sync', deferring: true } },
    properties: [
      always(
        'neighbours do not eat at once',
        (view) => seats.filter((seat) => view.matches(`philosopher.${seat}`, 'eating')).length <= 1,
      ),
    ],
  });
}

const left = (seat) => `fork.${seat}`;
const right = (seat) => `fork.${(seat + 1) % SEATS}`;

export const naive = table('everybody takes the left fork first', (seat) => ({
  first: left(seat),
  second: right(seat),
}));

export const ordered = table('the last one takes the right fork first', (seat) =>
  seat === SEATS - 1
    ? { first: right(seat), second: left(seat) }
    : { first: left(seat), second: right(seat) },
);
