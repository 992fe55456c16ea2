import { produce } from 'immer';
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import {
  CREDIT,
  type Operation,
  postOf,
  type Posting,
  type PostingInput,
  withOldestIssued,
  withPosted,
} from './posting.js';
import type { AddTail, Added, Data, Read } from './ring-protocol.js';
import type { Issue } from './ub-path.js';

/** When the receiver gives a slot back: once it has copied the data out. At the sight of the tail is the fault D9. */
export type HeadReturn = 'data copied' | 'tail seen';

interface Connection {
  readonly sender: string;
  readonly ring: string;
}

export interface RingReceiverInput extends PostingInput {
  readonly connections: readonly Connection[];
  readonly slots: number;
  /** The rings lie in the senders' memories. */
  readonly pulls: boolean;
  readonly headReturn: HeadReturn;
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
  },
  guards: {
    hasReadable: ({ context }) => readable(context) >= 0,
    pulls: ({ context }) => context.pulls,
  },
  delays: { copy: 1 },
  actions: {
    advanceTail: assign(({ context, event }) =>
      produce(context, (draft) => {
        const { sender } = event as AddTail;
        const connection = context.connections.findIndex((each) => each.sender === sender);
        draft.tails[connection]!++;
      }),
    ),
    confirmTail: sendTo(
      componentRef(({ event }) => (event as AddTail).sender),
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
    deliver: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.delivered[context.serving]!.push((event as Data).message);
      }),
    ),
    returnHead: enqueueActions(({ context, enqueue }, { upon }: { upon: HeadReturn }) => {
      if (context.headReturn !== upon) return;
      const operation: Operation = {
        to: context.connections[context.serving]!.sender,
        message: { type: 'ADD_HEAD', receiver: context.self },
      };
      enqueue.sendTo(componentRef(context.path), postOf(context));
      enqueue.assign(({ context }) => withPosted(context, operation));
    }),
    issueOldest: enqueueActions(({ context, enqueue }) => {
      const { to, message } = context.posted[0]!;
      enqueue.sendTo(componentRef(to), message);
      enqueue.assign(({ context }) => withOldestIssued(context));
    }),
    returnCredit: enqueueActions(({ context, enqueue }) => {
      if (context.isCredited) enqueue.sendTo(componentRef(context.path), CREDIT);
    }),
  },
}).createMachine({
  id: 'ring-receiver',
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
      tags: 'rest',
      always: { guard: 'hasReadable', target: 'found', actions: 'serveReadable' },
    },
    found: {
      entry: { type: 'returnHead', params: { upon: 'tail seen' } },
      always: [{ guard: 'pulls', target: 'reading', actions: 'postRead' }, { target: 'copying' }],
    },
    copying: { after: { copy: { target: 'reading', actions: 'readLocally' } } },
    reading: {
      on: {
        DATA: [
          { guard: 'pulls', target: 'copied', actions: ['returnCredit', 'deliver'] },
          { target: 'copied', actions: 'deliver' },
        ],
      },
    },
    copied: {
      entry: { type: 'returnHead', params: { upon: 'data copied' } },
      always: 'polling',
    },
  },
});
