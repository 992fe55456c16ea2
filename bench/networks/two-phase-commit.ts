import { produce } from 'immer';
import { assertEvent, assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef, always, defineNetwork, type Network, reachable, type View } from '../../src/index.js';

/** Events of a resource manager: two decisions of its own, two announcements of the transaction manager. */
type ResourceManagerEvent =
  { type: 'PREPARE' } | { type: 'CHOOSE_TO_ABORT' } | { type: 'COMMIT' } | { type: 'ABORT' };

/**
 * A resource manager. As in the specification it obeys COMMIT and ABORT in every state, and as often as they are
 * delivered: that the announcements never contradict each other is what the protocol has to bring about.
 */
const resourceManager = setup({
  types: {
    context: {} as { id: number },
    input: {} as { id: number },
    events: {} as ResourceManagerEvent,
    tags: {} as 'rest',
  },
  actions: {
    reportPrepared: sendTo(componentRef('tm'), ({ context }) => ({ type: 'PREPARED', rm: context.id })),
  },
}).createMachine({
  id: 'resourceManager',
  context: ({ input }) => ({ id: input.id }),
  initial: 'working',
  on: { COMMIT: '.committed', ABORT: '.aborted' },
  states: {
    working: {
      on: {
        PREPARE: { target: 'prepared', actions: 'reportPrepared' },
        CHOOSE_TO_ABORT: 'aborted',
      },
    },
    prepared: {},
    committed: { tags: 'rest' },
    aborted: { tags: 'rest' },
  },
});

type TransactionManagerEvent =
  { type: 'PREPARED'; rm: number } | { type: 'DECIDE_COMMIT' } | { type: 'DECIDE_ABORT' };

/** The transaction manager. It may abort at any moment, and commit once every resource manager has reported. */
const transactionManager = setup({
  types: {
    /** prepared[i]: the report of resource manager i has been received. */
    context: {} as { prepared: boolean[] },
    input: {} as { resourceManagers: number },
    events: {} as TransactionManagerEvent,
    tags: {} as 'rest',
  },
  guards: {
    everyoneIsPrepared: ({ context }) => context.prepared.every((isPrepared) => isPrepared),
  },
  actions: {
    notePrepared: assign(({ context, event }) =>
      produce(context, (draft) => {
        assertEvent(event, 'PREPARED');
        draft.prepared[event.rm] = true;
      }),
    ),
    announceCommit: enqueueActions(({ context, enqueue }) => {
      for (const id of context.prepared.keys()) {
        enqueue.sendTo(componentRef(resourceManagerId(id)), { type: 'COMMIT' });
      }
    }),
    announceAbort: enqueueActions(({ context, enqueue }) => {
      for (const id of context.prepared.keys()) {
        enqueue.sendTo(componentRef(resourceManagerId(id)), { type: 'ABORT' });
      }
    }),
  },
}).createMachine({
  id: 'transactionManager',
  context: ({ input }) => ({ prepared: Array.from({ length: input.resourceManagers }, () => false) }),
  initial: 'undecided',
  states: {
    undecided: {
      on: {
        PREPARED: { actions: 'notePrepared' },
        DECIDE_COMMIT: { guard: 'everyoneIsPrepared', target: 'committed', actions: 'announceCommit' },
        DECIDE_ABORT: { target: 'aborted', actions: 'announceAbort' },
      },
    },
    committed: { tags: 'rest' },
    aborted: { tags: 'rest' },
  },
});

function resourceManagerId(id: number): string {
  return `rm.${id}`;
}

/**
 * Two-phase commit between a transaction manager and `resourceManagers` of 1 or more, after TwoPhase.tla by Gray and
 * Lamport (tlaplus/Examples, specifications/transaction_commit).
 *
 * Messages are facts that never leave, hence channels of kind `set`. The specification has one COMMIT and one ABORT that
 * all resource managers read; here each has its own copy, and as all copies are sent in one step the states correspond.
 */
export function twoPhaseCommit(resourceManagers: number): Network {
  const ids = Array.from({ length: resourceManagers }, (_, id) => id);
  const everyone = (view: View, state: string) =>
    ids.every((id) => view.matches(resourceManagerId(id), state));
  const someone = (view: View, state: string) => ids.some((id) => view.matches(resourceManagerId(id), state));
  return defineNetwork({
    name: `two-phase commit, ${resourceManagers} resource managers`,
    components: {
      tm: {
        machine: transactionManager,
        input: { resourceManagers },
        stimuli: [{ type: 'DECIDE_COMMIT' }, { type: 'DECIDE_ABORT' }],
      },
      ...Object.fromEntries(
        ids.map((id) => [
          resourceManagerId(id),
          {
            machine: resourceManager,
            input: { id },
            stimuli: [{ type: 'PREPARE' }, { type: 'CHOOSE_TO_ABORT' }],
          },
        ]),
      ),
    },
    channels: { default: { kind: 'set' } },
    properties: [
      always('consistency', (view) => !(someone(view, 'aborted') && someone(view, 'committed'))),
      reachable('all abort', (view) => everyone(view, 'aborted')),
      reachable('all commit', (view) => everyone(view, 'committed')),
    ],
  });
}

/**
 * Names the orbit of a state under permutation of the resource managers: what belongs to one manager (its state, its
 * report under way, its report received) is put together, and these descriptions are sorted. COMMIT and ABORT follow
 * from the state of the transaction manager.
 *
 * @testonly the bench searches all states
 */
export function orbitOfManagers(view: View): string {
  const { prepared } = view.context<{ prepared: readonly boolean[] }>('tm');
  const managers = prepared.map((isReceived, id) => {
    const manager = resourceManagerId(id);
    const state = ['working', 'prepared', 'committed', 'aborted'].find((name) => view.matches(manager, name));
    return `${state} ${view.waiting(manager, 'tm').length} ${isReceived}`;
  });
  const decision = ['undecided', 'committed', 'aborted'].find((name) => view.matches('tm', name));
  return [decision, ...managers.sort()].join(', ');
}
