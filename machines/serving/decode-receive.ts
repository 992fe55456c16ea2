import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Drop, Joined, LeftBatch, Ready } from './decode-loop.js';
import type { Granted, Landed, LetGo, Pin, Reserve, TooLarge, Unpin, Withdraw } from './decode-pages.js';
import type { SourceDown } from './node-health.js';
import type {
  Abort,
  Admit,
  Attempt,
  Blamed,
  Break,
  Failed,
  GiveUp,
  Halt,
  NodeDown,
  NoNode,
  PrefillAborted,
  PrefillDone,
  Probe,
  Probed,
  Release,
  Route,
  Routed,
  WorkOver,
} from './request-messages.js';

export interface ReceiveInput {
  /** Its own id, by which others answer it. */
  readonly self: string;
  readonly request: number;
  /** Pages of the prompt. */
  readonly prompt: number;
  /** Pages that the answer needs beyond them. */
  readonly growth: number;
  /** Parts of a transfer, each of which lands by itself. */
  readonly handles: number;
}

export interface ReceiveContext extends ReceiveInput {
  /** The attempt that it is about; 0: none. */
  readonly attempt: number;
  /** An attempt that begins when the transfer of the one before has ended; 0: none. */
  readonly next: number;
  /** The node that computes its prompt, or has; empty: none. */
  readonly prefill: string;
  readonly pages: readonly number[];
  /** Parts of the transfer that are on their way. */
  readonly open: number;
  /** The attempt whose KV the prefill node holds and the transfer reads; 0: none. */
  readonly source: number;
  /** What is on its way is the whole prompt. */
  readonly isWhole: boolean;
  /** Why it fails when it is out of the batch; empty: it does not. */
  readonly reason: string;
}

type ReceiveEvent =
  | Admit
  | Granted
  | TooLarge
  | Routed
  | NoNode
  | PrefillDone
  | PrefillAborted
  | Abort
  | GiveUp
  | Break
  | Probed
  | SourceDown
  | Joined
  | LeftBatch
  | Halt;

const mine = ({ request, attempt }: ReceiveContext): Attempt => ({ request, attempt });

const NOTHING = {
  attempt: 0,
  next: 0,
  prefill: '',
  pages: [],
  open: 0,
  source: 0,
  isWhole: false,
  reason: '',
} as const;

/**
 * What the background thread of a decode node does for one request (docs/paper/facts.md 9): reserve pages, have a lightly loaded prefill node
 * compute the prompt, start the transfer when it has, and hand over to the main thread. A posted write is not cancelled: whatever ends the request, its
 * transfer has the pages until it has landed.
 *
 * It knows the `pages`, the `loop` and the node's id; the `router` and the global `scheduler`.
 */
export const decodeReceive = setup({
  types: {} as {
    context: ReceiveContext;
    input: ReceiveInput;
    events: ReceiveEvent;
    emitted: Blamed;
    tags: 'rest';
  },
  guards: {
    isMine: ({ context, event }) => 'attempt' in event && event.attempt === context.attempt,
    /** The prefill node that was chosen has computed this attempt. */
    isMineFromThere: ({ context, event }) => {
      assertEvent(event, 'PREFILL_DONE');
      return event.attempt === context.attempt && event.node === context.prefill;
    },
    isLastPart: ({ context }) => context.open === 1,
    isLastPartAndNext: ({ context }) => context.open === 1 && context.next > 0,
    isSource: ({ context, event }) => {
      assertEvent(event, 'SOURCE_DOWN');
      return event.node === context.prefill;
    },
    isSourceAndNext: ({ context, event }) => {
      assertEvent(event, 'SOURCE_DOWN');
      return event.node === context.prefill && context.next > 0;
    },
    isDown: ({ context, event }) => {
      assertEvent(event, 'PROBED');
      return event.attempt === context.attempt && !event.isUp;
    },
    isLost: ({ context, event }) => {
      assertEvent(event, 'PROBED');
      return event.attempt === context.attempt && !event.hasIt;
    },
    hasReason: ({ context }) => context.reason !== '',
  },
  delays: { patience: 1, land: 1 },
  actions: {
    begin: assign({
      attempt: ({ event }) => {
        assertEvent(event, 'ADMIT');
        return event.attempt;
      },
    }),
    beginNext: assign({ ...NOTHING, attempt: ({ context }) => context.next }),
    noteNext: assign({
      next: ({ event }) => {
        assertEvent(event, 'ADMIT');
        return event.attempt;
      },
    }),
    forgetNext: assign({ next: 0 }),
    forget: assign(NOTHING),
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
    notePages: assign({
      pages: ({ event }) => {
        assertEvent(event, 'GRANTED');
        return event.pages;
      },
    }),
    route: sendTo(componentRef('router'), ({ context }): Route => ({
      type: 'ROUTE',
      ...mine(context),
      cluster: 'prefill',
      from: context.self,
    })),
    notePrefill: assign({
      prefill: ({ event }) => {
        assertEvent(event, 'ROUTED');
        return event.node;
      },
    }),
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
    /** The prefill node has the attempt behind it. */
    tellPrefillOver: sendTo(componentRef('router'), ({ context }): WorkOver => ({
      type: 'WORK_OVER',
      node: context.prefill,
    })),
    abortPrefill: sendTo(
      componentRef(({ context }) => `${context.prefill}.scheduler`),
      ({ context }): Abort => ({ type: 'ABORT', ...mine(context) }),
    ),
    noteDone: assign({
      open: ({ context }) => context.handles,
      source: ({ event }) => {
        assertEvent(event, 'PREFILL_DONE');
        return event.attempt;
      },
      isWhole: ({ event }) => {
        assertEvent(event, 'PREFILL_DONE');
        return event.isWhole;
      },
    }),
    pin: sendTo(componentRef('pages'), ({ context }): Pin => ({
      type: 'PIN',
      ...mine(context),
      pages: context.pages,
    })),
    write: sendTo(componentRef('pages'), ({ context }): Landed => ({
      type: 'LANDED',
      request: context.request,
      attempt: context.source,
      pages: context.pages,
      isLast: context.open === 1,
      isWhole: context.isWhole,
    })),
    countPart: assign({ open: ({ context }) => context.open - 1 }),
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
    noteReason: assign({ reason: 'its decode node gave it up' }),
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
}).createMachine({
  id: 'decode-receive',
  context: ({ input }) => ({ ...input, ...NOTHING }),
  on: { HALT: '.dead' },
  initial: 'alive',
  states: {
    alive: {
      description: 'The node lives.',
      // What is about another attempt, or comes when it is of no use any more.
      on: {
        ABORT: {},
        PREFILL_ABORTED: {},
        PREFILL_DONE: { actions: 'releaseUnwanted' },
        SOURCE_DOWN: {},
      },
      initial: 'absent',
      states: {
        absent: {
          description: 'The node has nothing to do with the request.',
          tags: 'rest',
          on: { ADMIT: { target: 'queued', actions: 'begin' } },
        },
        queued: {
          description:
            'Waits for pages: while there are none, the receive is deferred (docs/paper/facts.md 9).',
          entry: 'reserve',
          on: {
            GRANTED: { target: 'routed', actions: 'notePages' },
            TOO_LARGE: { target: 'absent', actions: ['failTooLarge', 'forget'] },
            ABORT: { target: 'absent', actions: ['withdraw', 'forget'] },
            GIVE_UP: { target: 'absent', actions: ['withdraw', 'failGivenUp', 'forget'] },
          },
        },
        routed: {
          description:
            'Has pages, and waits for the prefill node that the router has chosen; beyond the limit it asks (docs/paper/facts.md 9).',
          entry: 'route',
          on: {
            ROUTED: { actions: 'notePrefill' },
            NO_NODE: { target: 'absent', actions: ['letGo', 'failNoNode', 'forget'] },
            PREFILL_DONE: [
              { guard: 'isMineFromThere', target: 'transferring', actions: ['noteDone', 'tellPrefillOver'] },
              { actions: 'releaseUnwanted' },
            ],
            PREFILL_ABORTED: [
              {
                guard: 'isMine',
                target: 'absent',
                actions: ['letGo', 'tellPrefillOver', 'failAborted', 'forget'],
              },
              {},
            ],
            PROBED: [
              {
                guard: 'isDown',
                target: 'absent',
                actions: ['blame', 'letGo', 'tellDown', 'failDied', 'forget'],
              },
              {
                guard: 'isLost',
                target: 'absent',
                actions: ['letGo', 'tellPrefillOver', 'failLost', 'forget'],
              },
              {},
            ],
            ABORT: { target: 'absent', actions: ['abortPrefill', 'letGo', 'tellPrefillOver', 'forget'] },
            GIVE_UP: {
              target: 'absent',
              actions: ['abortPrefill', 'letGo', 'tellPrefillOver', 'failGivenUp', 'forget'],
            },
          },
          initial: 'waiting',
          states: {
            waiting: {
              description: 'Asks again after a while.',
              after: { patience: { target: 'waiting', reenter: true, actions: 'probe' } },
            },
          },
        },
        transferring: {
          description: 'The KV is on its way from the prefill node, over RDMA (docs/paper/facts.md 9).',
          entry: 'pin',
          after: {
            land: [
              { guard: 'isLastPart', target: 'ready', actions: ['write', 'unpin', 'release', 'countPart'] },
              { target: 'transferring', reenter: true, actions: ['write', 'countPart'] },
            ],
          },
          on: {
            ABORT: { target: 'draining', actions: 'letGo' },
            GIVE_UP: { target: 'draining', actions: ['letGo', 'failGivenUp'] },
            // One part fails; others may still land.
            BREAK: [
              {
                guard: 'isLastPart',
                target: 'absent',
                actions: ['unpin', 'letGo', 'release', 'failBroken', 'forget'],
              },
              { target: 'draining', actions: ['letGo', 'failBroken', 'countPart'] },
            ],
            SOURCE_DOWN: [
              {
                guard: 'isSource',
                target: 'absent',
                actions: ['blame', 'unpin', 'letGo', 'tellDown', 'failDied', 'forget'],
              },
              {},
            ],
          },
        },
        draining: {
          description:
            'The request is over, and its transfer may still write: a posted write is not cancelled.',
          after: {
            land: [
              {
                guard: 'isLastPartAndNext',
                target: 'queued',
                actions: ['write', 'unpin', 'release', 'beginNext'],
              },
              { guard: 'isLastPart', target: 'absent', actions: ['write', 'unpin', 'release', 'forget'] },
              { target: 'draining', reenter: true, actions: ['write', 'countPart'] },
            ],
          },
          on: {
            ADMIT: { actions: 'noteNext' },
            ABORT: { actions: 'forgetNext' },
            SOURCE_DOWN: [
              { guard: 'isSourceAndNext', target: 'queued', actions: ['unpin', 'beginNext'] },
              { guard: 'isSource', target: 'absent', actions: ['unpin', 'forget'] },
              {},
            ],
          },
        },
        ready: {
          description: 'All of the KV is there; it joins the batch at the next token boundary.',
          entry: 'tellReady',
          on: {
            JOINED: 'decoding',
            ABORT: { target: 'absent', actions: ['dropFromLoop', 'letGo', 'forget'] },
            GIVE_UP: { target: 'absent', actions: ['dropFromLoop', 'letGo', 'failGivenUp', 'forget'] },
          },
        },
        decoding: {
          description: 'The main thread has it in its batch.',
          on: {
            LEFT_BATCH: { target: 'absent', actions: ['letGo', 'forget'] },
            ABORT: { target: 'leaving', actions: 'dropFromLoop' },
            GIVE_UP: { target: 'leaving', actions: ['noteReason', 'dropFromLoop'] },
          },
        },
        leaving: {
          description: 'Is to leave the batch at the next token boundary; until then its pages are in use.',
          on: {
            LEFT_BATCH: [
              { guard: 'hasReason', target: 'absent', actions: ['letGo', 'failLate', 'forget'] },
              { target: 'absent', actions: ['letGo', 'forget'] },
            ],
          },
        },
      },
    },
    dead: { description: 'The node has died.', tags: 'rest', on: { '*': {} } },
  },
});

const failed = (context: ReceiveContext, reason: string): Failed => ({
  type: 'FAILED',
  ...mine(context),
  reason,
});
