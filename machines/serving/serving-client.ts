import { assertEvent, assign, emit, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Leave } from './request-messages.js';

/** A client asks. */
export interface Request {
  readonly type: 'REQUEST';
  readonly request: number;
}

/** A client has left: it wants no answer any more. */
export interface Cancel {
  readonly type: 'CANCEL';
  readonly request: number;
}

/** An answer token for the client, the attempt that has made it, and the request that it was computed for. */
export interface AnswerToken {
  readonly type: 'ANSWER_TOKEN';
  readonly attempt: number;
  readonly index: number;
  readonly of: number;
}

type Outcome = 'done' | 'aborted' | 'failed';

/** The client is told that its request has ended. */
export interface Ended {
  readonly type: 'ENDED';
  readonly outcome: Outcome;
  /** Why it was not answered; of one that is done it is empty. */
  readonly reason: string;
}

export interface ClientInput {
  readonly request: number;
}

export interface ClientContext extends ClientInput {
  /** How its request has ended, as it was told; empty: it was not told yet. */
  readonly told: Outcome | '';
}

/** What a client has seen of its request. */
export type ClientObservation =
  | { readonly type: 'ASKED'; readonly request: number }
  | { readonly type: 'CLIENT_LEFT'; readonly request: number }
  | {
      readonly type: 'TOKEN_RECEIVED';
      readonly request: number;
      readonly attempt: number;
      readonly index: number;
      readonly of: number;
    }
  | {
      readonly type: 'TOLD_END';
      readonly request: number;
      readonly outcome: Outcome;
      readonly reason: string;
    };

/**
 * The client of one request (docs/paper/facts.md 3): it asks the global scheduler, receives tokens, may leave at any time, and is told the end.
 *
 * It knows the global `scheduler`.
 */
export const servingClient = setup({
  types: {} as {
    context: ClientContext;
    input: ClientInput;
    events: AnswerToken | Ended | Leave;
    emitted: ClientObservation;
    tags: 'rest';
  },
  guards: {
    isDone: ({ event }) => event.type === 'ENDED' && event.outcome === 'done',
    isAborted: ({ event }) => event.type === 'ENDED' && event.outcome === 'aborted',
  },
  delays: { arrive: 1 },
  actions: {
    ask: sendTo(componentRef('scheduler'), ({ context }): Request => ({
      type: 'REQUEST',
      request: context.request,
    })),
    tellAsked: emit(({ context }) => ({ type: 'ASKED', request: context.request }) as const),
    cancel: sendTo(componentRef('scheduler'), ({ context }): Cancel => ({
      type: 'CANCEL',
      request: context.request,
    })),
    tellLeft: emit(({ context }) => ({ type: 'CLIENT_LEFT', request: context.request }) as const),
    tellToken: emit(({ context, event }) => {
      assertEvent(event, 'ANSWER_TOKEN');
      const { attempt, index, of } = event;
      return { type: 'TOKEN_RECEIVED', request: context.request, attempt, index, of } as const;
    }),
    noteTold: assign({
      told: ({ event }) => {
        assertEvent(event, 'ENDED');
        return event.outcome;
      },
    }),
    tellEnd: emit(({ context, event }) => {
      assertEvent(event, 'ENDED');
      const { outcome, reason } = event;
      return { type: 'TOLD_END', request: context.request, outcome, reason } as const;
    }),
  },
}).createMachine({
  id: 'serving-client',
  context: ({ input }) => ({ ...input, told: '' }),
  // What comes is received, wanted or not.
  on: { ANSWER_TOKEN: { actions: 'tellToken' } },
  initial: 'idle',
  states: {
    idle: {
      description: 'It has not asked yet.',
      after: { arrive: { target: 'open', actions: ['tellAsked', 'ask'] } },
    },
    open: {
      description: 'It has asked, receives tokens, and waits to be told the end (docs/paper/facts.md 3).',
      on: {
        LEAVE: { actions: ['tellLeft', 'cancel'] },
        ENDED: [
          { guard: 'isDone', target: 'done', actions: ['noteTold', 'tellEnd'] },
          { guard: 'isAborted', target: 'aborted', actions: ['noteTold', 'tellEnd'] },
          { target: 'failed', actions: ['noteTold', 'tellEnd'] },
        ],
      },
    },
    done: { description: 'It has its whole answer.', tags: 'rest' },
    aborted: { description: 'It has left.', tags: 'rest' },
    failed: { description: 'It was told why there is no answer.', tags: 'rest' },
  },
});
