import { assertEvent, emit, enqueueActions, sendTo } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Drop, Ready } from './decode-loop.js';
import type { Landed, LetGo, Pin, Reserve, Unpin, Withdraw } from './decode-page-messages.js';
import { type ReceiveContext, receiveAttempt } from './receive-attempt.js';
import type {
  Abort,
  Attempt,
  Failed,
  NodeDown,
  NoneLeft,
  Probe,
  Read,
  Release,
  Route,
  WorkGiven,
} from './request-messages.js';

const mine = ({ request, attempt }: ReceiveContext): Attempt => ({ request, attempt });

const failed = (context: ReceiveContext, reason: string): Failed => ({
  type: 'FAILED',
  ...mine(context),
  reason,
});

/** What a decode node asks of others for one request, and tells them of it: its pages and its main thread, the router, the prefill node, the global scheduler. */
export const receiveOrders = receiveAttempt.extend({
  actions: {
    reserve: sendTo(componentRef('pages'), ({ context }): Reserve => ({
      type: 'RESERVE',
      ...mine(context),
      prompt: context.prompt,
      growth: context.growth,
      reader: context.self,
    })),
    withdraw: sendTo(componentRef('pages'), ({ context }): Withdraw => ({
      type: 'WITHDRAW',
      ...mine(context),
    })),
    route: sendTo(componentRef('router'), ({ context }): Route => ({
      type: 'ROUTE',
      ...mine(context),
      cluster: 'prefill',
      from: context.self,
    })),
    probe: enqueueActions(({ context, enqueue }) => {
      if (context.prefill === '') return;
      enqueue.sendTo(componentRef(`${context.prefill}.health`), {
        type: 'PROBE',
        ...mine(context),
        reader: context.self,
      } satisfies Probe);
    }),
    blame: emit(({ context }) => ({ type: 'BLAMED', node: context.prefill }) as const),
    tellDown: sendTo(componentRef('router'), ({ context }): NodeDown => ({
      type: 'NODE_DOWN',
      node: context.prefill,
    })),
    abortPrefill: enqueueActions(({ context, enqueue }) => {
      // A router that has not answered breaks a claim, and nobody has the work that could be aborted.
      if (context.prefill === '') return;
      enqueue.sendTo(componentRef(`${context.prefill}.scheduler`), {
        type: 'ABORT',
        ...mine(context),
      } satisfies Abort);
    }),
    tellGiven: emit(({ context, event }): WorkGiven => {
      assertEvent(event, 'ROUTED');
      return { type: 'WORK_GIVEN', ...mine(context), node: event.node };
    }),
    tellNoneLeft: emit(({ context }): NoneLeft => ({
      type: 'NONE_LEFT',
      ...mine(context),
      cluster: 'prefill',
    })),
    pin: sendTo(componentRef('pages'), ({ context }): Pin => ({
      type: 'PIN',
      ...mine(context),
      pages: context.pages,
    })),
    /** The prefill node may have died since it told that the KV is there. */
    read: sendTo(
      componentRef(({ context }) => `${context.prefill}.health`),
      ({ context }): Read => ({ type: 'READ', reader: context.self }),
    ),
    write: sendTo(componentRef('pages'), ({ context }): Landed => ({
      type: 'LANDED',
      request: context.request,
      attempt: context.source,
      pages: context.pages,
      of: context.handles,
      isWhole: context.isWhole,
    })),
    unpin: sendTo(componentRef('pages'), ({ context }): Unpin => ({ type: 'UNPIN', ...mine(context) })),
    letGo: sendTo(componentRef('pages'), ({ context }): LetGo => ({ type: 'LET_GO', ...mine(context) })),
    /** The source need not be held any longer. */
    release: sendTo(
      componentRef(({ context }) => `${context.prefill}.worker`),
      ({ context }): Release => ({ type: 'RELEASE', ...mine(context) }),
    ),
    releaseUnwanted: sendTo(
      componentRef(({ event }) => {
        assertEvent(event, 'PREFILL_DONE');
        return `${event.node}.worker`;
      }),
      ({ event }): Release => {
        assertEvent(event, 'PREFILL_DONE');
        const { request, attempt } = event;
        return { type: 'RELEASE', request, attempt };
      },
    ),
    tellReady: sendTo(componentRef('loop'), ({ context }): Ready => ({
      type: 'READY',
      ...mine(context),
      reader: context.self,
      growth: context.growth,
    })),
    dropFromLoop: sendTo(componentRef('loop'), ({ context }): Drop => ({ type: 'DROP', ...mine(context) })),
    failLate: sendTo(componentRef('scheduler'), ({ context }) => failed(context, context.reason)),
    failTooLarge: sendTo(componentRef('scheduler'), ({ context }) =>
      failed(context, 'it needs more pages than there are'),
    ),
    failGivenUp: sendTo(componentRef('scheduler'), ({ context }) =>
      failed(context, 'its decode node gave it up'),
    ),
    failNoNode: sendTo(componentRef('scheduler'), ({ context }) =>
      failed(context, 'no prefill node is left'),
    ),
    failAborted: sendTo(componentRef('scheduler'), ({ context }) =>
      failed(context, 'its prefill node gave it up'),
    ),
    failLost: sendTo(componentRef('scheduler'), ({ context }) =>
      failed(context, 'its prefill node does not know it any more'),
    ),
    failDied: sendTo(componentRef('scheduler'), ({ context }) => failed(context, 'its prefill node died')),
    failBroken: sendTo(componentRef('scheduler'), ({ context }) => failed(context, 'its transfer broke')),
  },
});
