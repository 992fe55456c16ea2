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
import type { AddTail, Added, Data, Read } from './ring-protocol.js';
import type { Issue } from './ub-path.js';

interface Connection {
  readonly sender: string;
  readonly ring: string;
}

export interface RingReceiverInput extends PostingInput {
  readonly connections: readonly Connection[];
  readonly slots: number;
  /** The rings lie in the senders' memories. */
  readonly pulls: boolean;
}

export interface RingReceiverContext extends RingReceiverInput, Posting {
  /** By connection: messages that can be read. */
  readonly tails: readonly number[];
  /** By connection: what has been copied out, in order. */
  readonly delivered: readonly (readonly (number | null)[])[];
  /** The connection that is being served. */
  readonly serving: number;
}

/** The first connection that has something to read, or -1. */
function readable({ tails, delivered }: RingReceiverContext): number {
  return tails.findIndex((tail, connection) => tail > delivered[connection]!.length);
}

const nextRead = ({ self, serving, delivered, slots }: RingReceiverContext): Read => ({
  type: 'READ',
  slot: delivered[serving]!.length % slots,
  reader: self,
});

/**
 * The receiving end of ring buffers: it polls its tails, copies the next message out of the ring or pulls it over the Unified Bus,
 * and then adds one to the head at the sender.
 */
export const ringReceiver = setup({
  types: {} as {
    context: RingReceiverContext;
    input: RingReceiverInput;
    events: Issue | AddTail | Data | Added;
    emitted: OperationIssued;
    tags: 'rest';
  },
  guards: {
    hasReadable: ({ context }) => readable(context) >= 0,
    pulls: ({ context }) => context.pulls,
  },
  delays: { copy: 1 },
  actions: {
    advanceTail: assign(({ context, event }) => {
      assertEvent(event, 'ADD_TAIL');
      const connection = context.connections.findIndex(({ sender }) => sender === event.sender);
      return produce(context, (draft) => {
        draft.tails[connection]!++;
      });
    }),
    confirmTail: sendTo(
      componentRef(({ event }) => {
        assertEvent(event, 'ADD_TAIL');
        return event.sender;
      }),
      (): Added => ({ type: 'ADDED' }),
    ),
    serveReadable: assign(({ context }) =>
      produce(context, (draft) => {
        draft.serving = readable(context);
      }),
    ),
    readLocally: sendTo(
      componentRef(({ context }) => context.connections[context.serving]!.ring),
      ({ context }) => nextRead(context),
    ),
    postRead: enqueueActions(({ context, enqueue }) => {
      const operation = { to: context.connections[context.serving]!.ring, message: nextRead(context) };
      enqueue.sendTo(componentRef(context.path), postOf(context));
      enqueue.assign(({ context }) => withPosted(context, operation));
    }),
    deliver: assign(({ context, event }) => {
      assertEvent(event, 'DATA');
      return produce(context, (draft) => {
        draft.delivered[context.serving]!.push(event.message);
      });
    }),
    returnHead: enqueueActions(({ context, enqueue }) => {
      const operation: Operation = {
        to: context.connections[context.serving]!.sender,
        message: { type: 'ADD_HEAD', receiver: context.self },
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
  },
}).createMachine({
  id: 'ring-receiver',
  description: 'One die that takes messages from others (docs/paper/facts.md 13.3).',
  context: ({ input }) => ({
    ...input,
    posted: [],
    tails: input.connections.map(() => 0),
    delivered: input.connections.map(() => []),
    serving: 0,
  }),
  on: {
    ISSUE: { actions: 'issueOldest' },
    ADD_TAIL: { actions: ['advanceTail', 'confirmTail'] },
    ADDED: { actions: 'returnCredit' },
  },
  initial: 'polling',
  states: {
    polling: {
      description: 'It looks at its tails, and serves the first sender that has something to read.',
      tags: 'rest',
      always: { guard: 'hasReadable', target: 'found', actions: 'serveReadable' },
    },
    found: {
      description: 'The tail says that a message can be read. Its slot is still in use.',
      always: [{ guard: 'pulls', target: 'reading', actions: 'postRead' }, { target: 'copying' }],
    },
    copying: {
      description: 'It copies the message out of its own memory.',
      after: { copy: { target: 'reading', actions: 'readLocally' } },
    },
    reading: {
      description: 'Until the message is here: at once, or from the memory of the sender.',
      on: {
        DATA: [
          { guard: 'pulls', target: 'copied', actions: ['returnCredit', 'deliver'] },
          { target: 'copied', actions: 'deliver' },
        ],
      },
    },
    copied: {
      description: 'Only now is the slot given back: one is added to the head at the sender.',
      entry: 'returnHead',
      always: 'polling',
    },
  },
});
