// Two-phase commit in TypeScript: names of components and states are typed, so that a misspelt one does not compile.
// A coordinator asks two participants to vote, and commits when both have voted yes; it may lose patience and abort.

import { componentRef, defineNetwork } from 'cloudmatrix-check';
import { assign, enqueueActions, sendTo, setup } from 'xstate';

const participant = setup({
  types: {
    events: {} as { type: 'ASK' } | { type: 'COMMIT' } | { type: 'ABORT' } | { type: 'REFUSE' },
    tags: {} as 'rest',
  },
  actions: {
    voteYes: sendTo(componentRef('coordinator'), { type: 'YES' }),
    voteNo: sendTo(componentRef('coordinator'), { type: 'NO' }),
  },
}).createMachine({
  id: 'participant',
  initial: 'working',
  states: {
    working: {
      on: {
        ASK: { target: 'prepared', actions: 'voteYes' },
        // The environment may let it fail before it is asked.
        REFUSE: 'refusing',
        ABORT: 'aborted',
      },
    },
    refusing: { tags: 'rest', on: { ASK: { target: 'aborted', actions: 'voteNo' }, ABORT: 'aborted' } },
    prepared: { on: { COMMIT: 'committed', ABORT: 'aborted' } },
    committed: { type: 'final' },
    // That COMMIT comes here is what the claim below is about.
    aborted: { tags: 'rest', on: { ASK: {}, COMMIT: {}, ABORT: {} } },
  },
});

const PARTICIPANTS = ['a', 'b'];

type Vote = { type: 'YES' } | { type: 'NO' };

const coordinatorSetup = setup({
  types: { context: {} as { votes: number }, events: {} as Vote, tags: {} as 'rest' },
  guards: { isLastVote: ({ context }) => context.votes === PARTICIPANTS.length - 1 },
  actions: {
    count: assign({ votes: ({ context }) => context.votes + 1 }),
    ask: enqueueActions(({ enqueue, system }) => {
      for (const id of PARTICIPANTS) enqueue.sendTo(system.get(id)!, { type: 'ASK' });
    }),
    commit: enqueueActions(({ enqueue, system }) => {
      for (const id of PARTICIPANTS) enqueue.sendTo(system.get(id)!, { type: 'COMMIT' });
    }),
    abort: enqueueActions(({ enqueue, system }) => {
      for (const id of PARTICIPANTS) enqueue.sendTo(system.get(id)!, { type: 'ABORT' });
    }),
  },
  delays: { patience: 1_000 },
});

/** @param aborts what it does when it loses patience: tells everybody, or commits on the votes that it has (which is wrong) */
const coordinator = (aborts: boolean) =>
  coordinatorSetup.createMachine({
    id: 'coordinator',
    context: { votes: 0 },
    initial: 'asking',
    states: {
      asking: {
        entry: 'ask',
        on: {
          YES: [
            { guard: 'isLastVote', target: 'committed', actions: ['count', 'commit'] },
            { actions: 'count' },
          ],
          NO: 'aborted',
        },
        after: { patience: aborts ? 'aborted' : { target: 'committed', actions: 'commit' } },
      },
      committed: { tags: 'rest', on: { YES: {}, NO: {} } },
      aborted: { tags: 'rest', entry: 'abort', on: { YES: {}, NO: {} } },
    },
  });

const network = (name: string, aborts: boolean) =>
  defineNetwork({
    name,
    components: {
      coordinator: { machine: coordinator(aborts) },
      a: { machine: participant, stimuli: [{ type: 'REFUSE' }] },
      b: { machine: participant, stimuli: [{ type: 'REFUSE' }] },
    },
    channels: { default: { kind: 'fifo' } },
    properties: ({ always, reachable }) => [
      always(
        'no one commits alone',
        (view) =>
          !(
            (view.matches('a', 'committed') && view.matches('b', 'aborted')) ||
            (view.matches('b', 'committed') && view.matches('a', 'aborted'))
          ),
      ),
      reachable('all commit', (view) => view.matches('a', 'committed') && view.matches('b', 'committed')),
      reachable('all abort', (view) => view.matches('a', 'aborted') && view.matches('b', 'aborted')),
    ],
  });

export const twoPhaseCommit = network('two-phase commit', true);
export const impatient = network('a coordinator that commits when it loses patience', false);
