import { produce } from 'immer';
import { assertEvent, assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import {
  CREDIT,
  type Operation,
  type OperationIssued,
  postOf,
  type Posting,
  type PostingInput,
  withOldestIssued,
  withPosted,
} from './posting.js';
import type { AddHead, Added, Write, Written } from './ring-protocol.js';
import type { Issue } from './ub-path.js';

export interface RingSenderInput extends PostingInput {
  readonly ring: string;
  readonly receiver: string;
  /** The ring lies in the sender's own memory, from where the receiver pulls. */
  readonly ownsRing: boolean;
  readonly slots: number;
  readonly messages: number;
}

export interface RingSenderContext extends RingSenderInput, Posting {
  /** Messages put into the ring, or on their way there. */
  readonly sent: number;
  /** Messages whose slots the receiver has given back. */
  readonly head: number;
}

const nextWrite = ({ self, sent, slots }: RingSenderContext): Write => ({
  type: 'WRITE',
  slot: sent % slots,
  message: sent,
  writer: self,
});

const withOneSent = (context: RingSenderContext): RingSenderContext =>
  produce(context, (draft) => {
    draft.sent++;
  });

/**
 * The sending end of a ring buffer: it writes a message into the next free slot and, once the message is *visible*, adds one to the
 * tail at the receiver. A slot is free when the receiver has added one to the head for it.
 */
export const ringSender = setup({
  types: {} as {
    context: RingSenderContext;
    input: RingSenderInput;
    events: Issue | Written | Added | AddHead;
    emitted: OperationIssued;
    tags: 'rest';
  },
  guards: {
    ownsRing: ({ context }) => context.ownsRing,
    isAllSent: ({ context }) => context.sent === context.messages,
    isAllReturned: ({ context }) => context.head === context.messages,
    isFull: ({ context }) => context.sent - context.head >= context.slots,
    hasFreeSlot: ({ context }) => context.sent - context.head < context.slots,
  },
  delays: { produce: 1 },
  actions: {
    writeLocally: enqueueActions(({ context, enqueue }) => {
      enqueue.sendTo(componentRef(context.ring), nextWrite(context));
      enqueue.assign(({ context }) => withOneSent(context));
    }),
    postWrite: enqueueActions(({ context, enqueue }) => {
      const operation = { to: context.ring, message: nextWrite(context) };
      enqueue.sendTo(componentRef(context.path), postOf(context));
      enqueue.assign(({ context }) => withOneSent(withPosted(context, operation)));
    }),
    postTail: enqueueActions(({ context, enqueue }) => {
      const operation: Operation = {
        to: context.receiver,
        message: { type: 'ADD_TAIL', sender: context.self },
      };
      enqueue.sendTo(componentRef(context.path), postOf(context));
      enqueue.assign(({ context }) => withPosted(context, operation));
    }),
    issueOldest: enqueueActions(({ context, enqueue }) => {
      const { to, message } = context.posted[0]!;
      enqueue.emit({ type: 'ISSUED', operation: message.type });
      enqueue.sendTo(componentRef(to), message);
      enqueue.assign(({ context }) => withOldestIssued(context));
    }),
    returnCredit: enqueueActions(({ context, enqueue }) => {
      if (context.isCredited) enqueue.sendTo(componentRef(context.path), CREDIT);
    }),
    advanceHead: assign(({ context }) =>
      produce(context, (draft) => {
        draft.head++;
      }),
    ),
    confirmHead: sendTo(
      componentRef(({ event }) => {
        assertEvent(event, 'ADD_HEAD');
        return event.receiver;
      }),
      (): Added => ({ type: 'ADDED' }),
    ),
  },
}).createMachine({
  id: 'ring-sender',
  description: 'One die that has messages for another (docs/paper/facts.md 13.3).',
  context: ({ input }) => ({ ...input, posted: [], sent: 0, head: 0 }),
  on: {
    ISSUE: { actions: 'issueOldest' },
    WRITTEN: [{ guard: 'ownsRing', actions: 'postTail' }, { actions: ['returnCredit', 'postTail'] }],
    ADDED: { actions: 'returnCredit' },
    ADD_HEAD: { actions: ['advanceHead', 'confirmHead'] },
  },
  initial: 'producing',
  states: {
    producing: {
      description:
        'The next slot is free. The message is written into it: over the Unified Bus, or into memory of its own.',
      after: {
        produce: [
          { guard: 'ownsRing', target: 'sent', actions: 'writeLocally' },
          { target: 'sent', actions: 'postWrite' },
        ],
      },
    },
    sent: {
      description: 'The tail is moved on when the message is visible, whatever the sender does meanwhile.',
      always: [
        { guard: 'isAllSent', target: 'draining' },
        { guard: 'isFull', target: 'full' },
        { target: 'producing' },
      ],
    },
    full: {
      description: 'All slots are in use, until the receiver moves the head on.',
      always: { guard: 'hasFreeSlot', target: 'producing' },
    },
    draining: {
      description: 'Everything is sent, and not everything is read.',
      always: { guard: 'isAllReturned', target: 'settled' },
    },
    settled: {
      description: 'The receiver has given all slots back.',
      tags: 'rest',
    },
  },
});
