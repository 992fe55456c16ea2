import { produce } from 'immer';
import { assign, enqueueActions, setup } from 'xstate';
import { FLAG_SETS_MAX } from '../../src/cloudmatrix/paper/die.js';
import { componentRef } from '../../src/index.js';

/** A matrix core sets the flag: one more result is ready. */
export interface SetFlag {
  readonly type: 'SET';
}

/** A vector core waits for the flag. It is answered by PASSED, which takes one set away. */
export interface WaitFlag {
  readonly type: 'WAIT';
}

export interface Passed {
  readonly type: 'PASSED';
}

interface FlagInput {
  readonly waiter: string;
}

export interface FlagContext extends FlagInput {
  /** Sets that nobody has waited for yet. */
  readonly sets: number;
}

/**
 * The hardware flag by which a matrix core tells a vector core of its results: a counting semaphore that holds no more than so many
 * sets. What is set beyond that is lost, and nobody is told.
 */
export const crossCoreFlag = setup({
  types: {} as { context: FlagContext; input: FlagInput; events: SetFlag | WaitFlag; tags: 'rest' },
  guards: {
    isFull: ({ context }) => context.sets === FLAG_SETS_MAX,
    isSet: ({ context }) => context.sets > 0,
  },
  actions: {
    count: assign(({ context }) =>
      produce(context, (draft) => {
        draft.sets++;
      }),
    ),
    letPass: enqueueActions(({ context, enqueue }) => {
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.sets--;
        }),
      );
      enqueue.sendTo(componentRef(context.waiter), { type: 'PASSED' });
    }),
  },
}).createMachine({
  id: 'cross-core-flag',
  description:
    'A hardware flag between a matrix and a vector core (https://github.com/vllm-project/vllm-ascend/pull/6416).',
  context: ({ input }) => ({ ...input, sets: 0 }),
  on: { SET: [{ guard: 'isFull' }, { actions: 'count' }] },
  initial: 'unwaited',
  states: {
    unwaited: {
      description: 'Sets are counted, up to the limit.',
      tags: 'rest',
      on: { WAIT: 'waited' },
    },
    waited: {
      description: 'The vector core waits: the next set, or one that is counted already, lets it pass.',
      tags: 'rest',
      always: { guard: 'isSet', target: 'unwaited', actions: 'letPass' },
    },
  },
});
