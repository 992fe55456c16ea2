import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import {
  type Abort,
  type Attempt,
  attemptOf,
  type Blamed,
  type Failed,
  type Finished,
  isSame,
  type NodeDown,
  type NoneLeft,
  type NoNode,
  type Probe,
  type Probed,
  type Route,
  type Routed,
  type Token,
  type WorkGiven,
  type WorkOver,
} from './request-messages.js';
import type { AnswerToken, Cancel, Ended, Request } from './serving-client.js';

export interface GlobalSchedulerInput {
  /** Ids of clients by request. */
  readonly clients: readonly string[];
  /** Attempts of a request after its first. */
  readonly retries: number;
}

/** A request that has not ended. */
export interface OpenRequest extends Attempt {
  /** The decode node of this attempt; empty: none yet. */
  readonly node: string;
  /** Tokens that its client has, of this attempt or of one before. */
  readonly told: number;
}

export interface GlobalSchedulerContext extends GlobalSchedulerInput {
  /** In the order of their numbers. */
  readonly open: readonly OpenRequest[];
}

export interface AttemptStarted extends Attempt {
  readonly type: 'ATTEMPT_STARTED';
}

type SchedulerEvent = Request | Cancel | Routed | NoNode | Token | Finished | Failed | Probed;

const UNASKED = 'A component that is asked about a request that is not open.';

/** The open request that an event is about, in its present attempt; `undefined` if it is about one before, or one that has ended. */
const current = (context: GlobalSchedulerContext, event: Attempt): OpenRequest | undefined =>
  context.open.find((each) => isSame(each, event));

const ofClient = (context: GlobalSchedulerContext, request: number): OpenRequest | undefined =>
  context.open.find((each) => each.request === request);

function openOf(context: GlobalSchedulerContext, event: SchedulerEvent): OpenRequest {
  const found = 'attempt' in event ? current(context, event) : ofClient(context, event.request);
  if (found === undefined) throw new Error(UNASKED);
  return found;
}

const changed = (
  { open }: GlobalSchedulerContext,
  request: number,
  change: (each: OpenRequest) => OpenRequest,
): readonly OpenRequest[] => open.map((each) => (each.request === request ? change(each) : each));

/** Id of the part of a decode node that takes a request. */
export const receiverAt = (node: string, request: number): string => `${node}.receive.${request}`;

/**
 * The global scheduler (docs/paper/facts.md 3): it has a request from its arrival to its end, lets the router give it to a decode node, passes its tokens
 * on, and tries again where an attempt has failed, so many times. Everything that a client is told goes through it, so that nothing comes behind the end.
 *
 * It knows the `router`, clients and nodes.
 */
export const globalScheduler = setup({
  types: {} as {
    context: GlobalSchedulerContext;
    input: GlobalSchedulerInput;
    events: SchedulerEvent;
    emitted: AttemptStarted | Blamed | WorkGiven | NoneLeft;
    tags: 'rest';
  },
  guards: {
    hasOpen: ({ context }) => context.open.length > 0,
    hasNone: ({ context }) => context.open.length === 0,
    isCurrent: ({ context, event }) => 'attempt' in event && current(context, event) !== undefined,
    isNextToken: ({ context, event }) => {
      assertEvent(event, 'TOKEN');
      return current(context, event)?.told === event.index;
    },
    mayRetry: ({ context, event }) => {
      const found = 'attempt' in event ? current(context, event) : undefined;
      return found !== undefined && found.attempt <= context.retries;
    },
    isDown: ({ context, event }) => {
      assertEvent(event, 'PROBED');
      return !event.isUp && current(context, event)?.node === event.node;
    },
    mayRetryElsewhere: ({ context, event }) => {
      assertEvent(event, 'PROBED');
      const found = current(context, event);
      return !event.isUp && found?.node === event.node && found.attempt <= context.retries;
    },
  },
  delays: { patience: 1 },
  actions: {
    open: assign({
      open: ({ context, event }) =>
        [...context.open, { request: event.request, attempt: 1, node: '', told: 0 }].sort(
          (one, other) => one.request - other.request,
        ),
    }),
    tellStarted: emit(({ context, event }) => ({
      type: 'ATTEMPT_STARTED' as const,
      ...attemptOf(ofClient(context, event.request)!),
    })),
    route: sendTo(componentRef('router'), ({ context, event }): Route => ({
      type: 'ROUTE',
      ...attemptOf(ofClient(context, event.request)!),
      cluster: 'decode',
      from: 'scheduler',
    })),
    noteNode: assign({
      open: ({ context, event }) => {
        assertEvent(event, 'ROUTED');
        return changed(context, event.request, (each) => ({ ...each, node: event.node }));
      },
    }),
    tellGiven: emit(({ event }): WorkGiven => {
      assertEvent(event, 'ROUTED');
      return { type: 'WORK_GIVEN', ...attemptOf(event), node: event.node };
    }),
    tellNoneLeft: emit(({ event }): NoneLeft => {
      assertEvent(event, 'NO_NODE');
      return { type: 'NONE_LEFT', ...attemptOf(event), cluster: 'decode' };
    }),
    passOn: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'TOKEN');
      enqueue.sendTo(componentRef(context.clients[event.request]!), {
        type: 'ANSWER_TOKEN',
        attempt: event.attempt,
        index: event.index,
        of: event.of,
      } satisfies AnswerToken);
    }),
    countToken: assign({
      open: ({ context, event }) =>
        changed(context, event.request, (each) => ({ ...each, told: each.told + 1 })),
    }),
    abort: enqueueActions(({ context, event, enqueue }) => {
      const { node, ...rest } = openOf(context, event);
      if (node === '') return;
      enqueue.sendTo(componentRef(receiverAt(node, rest.request)), {
        type: 'ABORT',
        ...attemptOf(rest),
      } satisfies Abort);
    }),
    /** The node has the attempt behind it. */
    tellOver: enqueueActions(({ context, event, enqueue }) => {
      const { node } = openOf(context, event);
      if (node !== '') enqueue.sendTo(componentRef('router'), { type: 'WORK_OVER', node } satisfies WorkOver);
    }),
    tellDone: enqueueActions(({ context, event, enqueue }) => {
      enqueue.sendTo(componentRef(context.clients[event.request]!), ended('done', ''));
    }),
    tellAborted: enqueueActions(({ context, event, enqueue }) => {
      enqueue.sendTo(componentRef(context.clients[event.request]!), ended('aborted', 'its client has left'));
    }),
    tellFailed: enqueueActions(({ context, event, enqueue }) => {
      const reason = event.type === 'FAILED' ? event.reason : 'no decode node is left';
      enqueue.sendTo(componentRef(context.clients[event.request]!), ended('failed', reason));
    }),
    tellNodeDied: enqueueActions(({ context, event, enqueue }) => {
      enqueue.sendTo(componentRef(context.clients[event.request]!), ended('failed', 'its decode node died'));
    }),
    nextAttempt: assign({
      open: ({ context, event }) =>
        changed(context, event.request, (each) => ({ ...each, attempt: each.attempt + 1, node: '' })),
    }),
    close: assign({
      open: ({ context, event }) => context.open.filter(({ request }) => request !== event.request),
    }),
    probe: enqueueActions(({ context, enqueue }) => {
      for (const each of context.open) {
        if (each.node === '') continue;
        enqueue.sendTo(componentRef(`${each.node}.health`), {
          type: 'PROBE',
          ...attemptOf(each),
          reader: 'scheduler',
        } satisfies Probe);
      }
    }),
    blame: emit(({ event }) => {
      assertEvent(event, 'PROBED');
      return { type: 'BLAMED', node: event.node } as const;
    }),
    tellDown: enqueueActions(({ event, enqueue }) => {
      assertEvent(event, 'PROBED');
      enqueue.sendTo(componentRef('router'), { type: 'NODE_DOWN', node: event.node } satisfies NodeDown);
    }),
  },
}).createMachine({
  id: 'global-scheduler',
  context: ({ input }) => ({ ...input, open: [] }),
  on: {
    REQUEST: { actions: ['open', 'tellStarted', 'route'] },
    ROUTED: { actions: ['noteNode', 'tellGiven'] },
    NO_NODE: { actions: ['tellNoneLeft', 'tellFailed', 'close'] },
    // What a former attempt still sends is of no use any more.
    TOKEN: [{ guard: 'isNextToken', actions: ['passOn', 'countToken'] }, {}],
    FINISHED: [{ guard: 'isCurrent', actions: ['tellOver', 'tellDone', 'close'] }, {}],
    FAILED: [
      { guard: 'mayRetry', actions: ['tellOver', 'nextAttempt', 'tellStarted', 'route'] },
      { guard: 'isCurrent', actions: ['tellOver', 'tellFailed', 'close'] },
      {},
    ],
    CANCEL: { actions: ['abort', 'tellOver', 'tellAborted', 'close'] },
    PROBED: [
      { guard: 'mayRetryElsewhere', actions: ['blame', 'tellDown', 'nextAttempt', 'tellStarted', 'route'] },
      { guard: 'isDown', actions: ['blame', 'tellDown', 'tellNodeDied', 'close'] },
      {},
    ],
  },
  initial: 'idle',
  states: {
    idle: {
      description: 'No request is open.',
      tags: 'rest',
      always: { guard: 'hasOpen', target: 'serving' },
    },
    serving: {
      description:
        'Has requests that have not ended; who waits beyond the limit asks whether the decode node lives (docs/paper/facts.md 3).',
      always: { guard: 'hasNone', target: 'idle' },
      after: { patience: { target: 'serving', reenter: true, actions: 'probe' } },
    },
  },
});

const ended = (outcome: Ended['outcome'], reason: string): Ended => ({ type: 'ENDED', outcome, reason });
