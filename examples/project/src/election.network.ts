// One term of an election: two candidates ask a voter, which votes once, and who has two of three votes is the leader. The voter may crash.
// The bug: it restarts, and has not kept on disk that it has voted.

import { componentRef, defineNetwork } from 'cloudmatrix-check';
import { assign, sendTo, setup } from 'xstate';

const candidate = setup({
  types: {
    context: {} as { id: string },
    input: {} as { id: string },
    events: {} as { type: 'STAND' } | { type: 'VOTE' } | { type: 'NO_VOTE' },
    tags: {} as 'rest',
  },
  actions: {
    ask: sendTo(componentRef('voter'), ({ context }) => ({ type: 'ASK', candidate: context.id })),
  },
}).createMachine({
  id: 'candidate',
  context: ({ input }) => input,
  initial: 'follower',
  states: {
    follower: { tags: 'rest', on: { STAND: 'candidate' } },
    // It votes for itself. Without another vote there is no leader in this term, which is not wrong.
    candidate: { tags: 'rest', entry: 'ask', on: { VOTE: 'leader', NO_VOTE: 'follower' } },
    leader: { tags: 'rest' },
  },
});

const voter = setup({
  types: {
    context: {} as { votedFor: string | undefined },
    events: {} as { type: 'ASK'; candidate: string },
    tags: {} as 'rest',
  },
  guards: {
    isFree: ({ context, event }) => context.votedFor === undefined || context.votedFor === event.candidate,
  },
  actions: {
    remember: assign({ votedFor: ({ event }) => event.candidate }),
    grant: sendTo(
      componentRef(({ event }) => event.candidate),
      { type: 'VOTE' },
    ),
    refuse: sendTo(
      componentRef(({ event }) => event.candidate),
      { type: 'NO_VOTE' },
    ),
  },
}).createMachine({
  id: 'voter',
  context: { votedFor: undefined },
  tags: 'rest',
  on: { ASK: [{ guard: 'isFree', actions: ['remember', 'grant'] }, { actions: 'refuse' }] },
});

const network = (name: string, restarts: boolean) =>
  defineNetwork({
    name,
    components: {
      a: { machine: candidate, input: { id: 'a' }, stimuli: [{ type: 'STAND' }] },
      b: { machine: candidate, input: { id: 'b' }, stimuli: [{ type: 'STAND' }] },
      voter: { machine: voter, crashes: { atMost: 1, restarts } },
    },
    properties: ({ always, reachable }) => [
      always('at most one leader', (view) => !(view.matches('a', 'leader') && view.matches('b', 'leader'))),
      reachable('there is a leader', (view) => view.matches('a', 'leader')),
    ],
  });

export const election = network('election', false);
export const amnesia = network('election, with a voter that forgets', true);
