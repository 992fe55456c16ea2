import { produce } from 'immer';
import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { TurnObservation } from './turn-observation.js';
import type { Call, Completed, Post, Quiet, Returned, Stop, WorkRequest } from './work-request.js';

export interface TransferEngineInput {
  /** By node at the other end: the queue pairs to it, of which block 0 takes the first, block 1 the next, and so on. */
  readonly pairs: Readonly<Record<string, readonly string[]>>;
  /** How often a work request that ended in an error is posted anew, each time to the next pair. */
  readonly retries: number;
  /** A call may return at its time limit, whatever is under way. */
  readonly isLimited: boolean;
}

/** A work request that is under way. */
interface UnderWay {
  readonly work: WorkRequest;
  readonly peer: string;
  readonly owner: string;
  /** How often it has been posted before. */
  readonly tries: number;
}

export interface TransferEngineContext extends TransferEngineInput {
  /** Calls that wait for their turn, oldest first. */
  readonly queue: readonly Call[];
  /** The call whose turn it is, with what it has not posted yet. */
  readonly call: Call | null;
  readonly underWay: readonly UnderWay[];
  /** Owners who wait for `QUIET`. */
  readonly unsettled: readonly string[];
}

type TransferEngineEvent = Call | Stop | Completed | { readonly type: 'HALT' };

const pairOf = ({ pairs }: TransferEngineInput, peer: string, work: WorkRequest, tries: number): string => {
  const all = pairs[peer]!;
  // The record is the last of its transfer: it takes the last pair, the first block the first.
  return all[(work.block + all.length + tries) % all.length]!;
};

const isSame = (one: WorkRequest, other: WorkRequest): boolean =>
  one.transfer === other.transfer && one.block === other.block && one.epoch === other.epoch;

const isBusyWith = ({ underWay }: Pick<TransferEngineContext, 'underWay'>, owner: string): boolean =>
  underWay.some((each) => each.owner === owner);

const outcome = (outcome: Returned['outcome']) => ({ type: 'return', params: { outcome } }) as const;

/**
 * The thread of a node that moves KV over the RDMA plane (docs/paper/facts.md 9), one call after the other. A call posts its work requests and waits for their
 * completions. It returns `failed` with the first one that cannot be mended by posting it anew, while others are under way, and `late` at its time limit;
 * nothing is cancelled by that. When everything that was posted for an owner has ended, he is told `QUIET`.
 */
export const transferEngine = setup({
  types: {} as {
    context: TransferEngineContext;
    input: TransferEngineInput;
    events: TransferEngineEvent;
    emitted: TurnObservation;
    tags: 'rest';
  },
  guards: {
    hasCall: ({ context }) => context.queue.length > 0,
    isAllPosted: ({ context }) => context.call!.work.length === 0,
    isAllDone: ({ context }) => !isBusyWith(context, context.call!.owner),
    isAllPostedInTime: ({ context }) => context.isLimited && context.call!.work.length === 0,
    isDone: ({ event }) => {
      assertEvent(event, 'COMPLETED');
      return event.isDone;
    },
    mayRetry: ({ context, event }) => {
      assertEvent(event, 'COMPLETED');
      const found = context.underWay.find(({ work }) => isSame(work, event.work))!;
      // What its owner has given up is not posted anew.
      return found.tries < context.retries && !context.unsettled.includes(found.owner);
    },
    isOfThisCall: ({ context, event }) => {
      assertEvent(event, 'STOP');
      return context.call?.owner === event.owner;
    },
    failsThisCall: ({ context, event }) => {
      assertEvent(event, 'COMPLETED');
      return context.call?.transfer === event.work.transfer;
    },
  },
  delays: {
    /** To post one work request. */
    post: 1,
    /** The time limit of a call. */
    limit: 1,
  },
  actions: {
    tellQueued: emit(({ event }) => {
      assertEvent(event, 'CALL');
      return { type: 'QUEUED', owner: event.owner } as const;
    }),
    remember: assign(({ context, event }) => {
      assertEvent(event, 'CALL');
      return { queue: [...context.queue, event] };
    }),
    begin: assign(({ context }) => ({ call: context.queue[0]!, queue: context.queue.slice(1) })),
    tellServed: emit(({ context }) => ({ type: 'SERVED', owner: context.call!.owner }) as const),
    postNext: enqueueActions(({ context, enqueue }) => {
      const { owner, peer, work } = context.call!;
      const [next, ...rest] = work;
      enqueue.assign(({ context }) => ({
        call: { ...context.call!, work: rest },
        underWay: [...context.underWay, { work: next!, peer, owner, tries: 0 }],
      }));
      enqueue.sendTo(componentRef(pairOf(context, peer, next!, 0)), {
        type: 'POST',
        work: next!,
      } satisfies Post);
    }),
    postAnew: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'COMPLETED');
      const at = context.underWay.findIndex(({ work }) => isSame(work, event.work));
      const { work, peer, tries } = context.underWay[at]!;
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.underWay[at]!.tries = tries + 1;
        }),
      );
      enqueue.sendTo(componentRef(pairOf(context, peer, work, tries + 1)), {
        type: 'POST',
        work,
      } satisfies Post);
    }),
    strike: assign(({ context, event }) => {
      assertEvent(event, 'COMPLETED');
      return { underWay: context.underWay.filter(({ work }) => !isSame(work, event.work)) };
    }),
    return: sendTo(
      componentRef(({ context }) => context.call!.owner),
      (_, { outcome }: { readonly outcome: Returned['outcome'] }): Returned => ({
        type: 'RETURNED',
        outcome,
      }),
    ),
    noteUnsettled: assign(({ context }) => ({
      unsettled: [...context.unsettled, context.call!.owner].sort(),
    })),
    end: assign({ call: null }),
    tellWithdrawn: emit(({ event }) => {
      assertEvent(event, 'STOP');
      return { type: 'WITHDRAWN', owner: event.owner } as const;
    }),
    forget: assign(({ context, event }) => {
      assertEvent(event, 'STOP');
      return {
        queue: context.queue.filter(({ owner }) => owner !== event.owner),
        unsettled: [...new Set([...context.unsettled, event.owner])].sort(),
      };
    }),
    settle: enqueueActions(({ context, enqueue }) => {
      const quiet = context.unsettled.filter((owner) => !isBusyWith(context, owner));
      if (quiet.length === 0) return;
      enqueue.assign({ unsettled: context.unsettled.filter((owner) => !quiet.includes(owner)) });
      for (const owner of quiet) enqueue.sendTo(componentRef(owner), { type: 'QUIET' } satisfies Quiet);
    }),
  },
}).createMachine({
  id: 'transfer-engine',
  context: ({ input }) => ({ ...input, queue: [], call: null, underWay: [], unsettled: [] }),
  initial: 'working',
  states: {
    working: {
      description: 'Takes calls, and sees completions whenever they come (docs/paper/facts.md 9).',
      on: {
        CALL: { actions: ['tellQueued', 'remember'] },
        STOP: [
          { guard: 'isOfThisCall', target: '.idle', actions: ['end', 'tellWithdrawn', 'forget', 'settle'] },
          { actions: ['tellWithdrawn', 'forget', 'settle'] },
        ],
        COMPLETED: [
          { guard: 'isDone', actions: ['strike', 'settle'] },
          { guard: 'mayRetry', actions: 'postAnew' },
          {
            guard: 'failsThisCall',
            target: '.idle',
            actions: ['strike', outcome('failed'), 'noteUnsettled', 'end', 'settle'],
          },
          { actions: ['strike', 'settle'] },
        ],
        HALT: 'halted',
      },
      initial: 'idle',
      states: {
        idle: {
          description: 'No call is under way.',
          tags: 'rest',
          always: { guard: 'hasCall', target: 'posting', actions: ['begin', 'tellServed'] },
        },
        posting: {
          description: 'Posts the work requests of a call, one after the other.',
          always: [
            { guard: 'isAllPostedInTime', target: 'awaiting.limited' },
            { guard: 'isAllPosted', target: 'awaiting.unlimited' },
          ],
          after: { post: { target: 'posting', reenter: true, actions: 'postNext' } },
        },
        awaiting: {
          description: 'Waits for the completions of the call, or for its time limit.',
          always: { guard: 'isAllDone', target: 'idle', actions: [outcome('done'), 'end'] },
          initial: 'unlimited',
          states: {
            unlimited: { description: 'For as long as it takes.' },
            limited: {
              description: 'Until its time limit; what it has posted goes on.',
              after: {
                limit: {
                  target: '#transfer-engine.working.idle',
                  actions: [outcome('late'), 'noteUnsettled', 'end'],
                },
              },
            },
          },
        },
      },
    },
    halted: {
      description: 'Its node has failed (docs/paper/facts.md 3).',
      tags: 'rest',
      on: { '*': {} },
    },
  },
});
