import { assertEvent, assign, setup } from 'xstate';
import type { Joined, LeftBatch } from './decode-loop.js';
import type { Granted, TooLarge } from './decode-page-messages.js';
import type { SourceDown } from './node-health.js';
import type {
  Abort,
  Admit,
  Blamed,
  Break,
  GiveUp,
  Halt,
  NoNode,
  NoneLeft,
  PrefillAborted,
  PrefillDone,
  Probed,
  Routed,
  WorkGiven,
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

export const NOTHING = {
  attempt: 0,
  next: 0,
  prefill: '',
  pages: [],
  open: 0,
  source: 0,
  isWhole: false,
  reason: '',
} as const;

/** What a decode node knows of one request: the attempt that it is about, its pages, the node that computes its prompt, and what of its transfer is on its way. */
export const receiveAttempt = setup({
  types: {} as {
    context: ReceiveContext;
    input: ReceiveInput;
    events: ReceiveEvent;
    emitted: Blamed | WorkGiven | NoneLeft;
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
    isNoMishap: ({ event }) => event.type !== 'BREAK' && event.type !== 'GIVE_UP',
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
    notePages: assign({
      pages: ({ event }) => {
        assertEvent(event, 'GRANTED');
        return event.pages;
      },
    }),
    notePrefill: assign({
      prefill: ({ event }) => {
        assertEvent(event, 'ROUTED');
        return event.node;
      },
    }),
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
    countPart: assign({ open: ({ context }) => context.open - 1 }),
    noteReason: assign({ reason: 'its decode node gave it up' }),
  },
});
