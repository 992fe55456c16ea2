import { produce } from 'immer';
import { assign, enqueueActions, setup } from 'xstate';
import { componentRef } from '../component-ref.js';
import type { Add, Arrived, Copy, Flag, Poll, Take, Taken, Write } from '../moe/protocol.js';

/** A flag entry, 32 bytes in the real window: word 0 the flag, word 1 the count (facts.md 13.1). */
interface Entry {
  readonly item: number;
  readonly epoch: number;
  readonly counts: readonly number[];
  /** The receiver has acted on it. */
  readonly isSeen: boolean;
}

interface WindowContext {
  readonly dies: number;
  /** Unconsumed copies by address. A slot that has been read is empty: what it still holds means nothing to anyone. */
  readonly slots: Readonly<Record<number, Copy>>;
  /** Flag entries by source die, for FusedDispatch. They are never cleared: the epoch tells old from new. */
  readonly entries: readonly (Entry | null)[];
  /** Sources that have added to the arrival counter, for FusedCombine; the counter is the length of the list. */
  readonly arrivals: readonly { readonly source: number; readonly item: number }[];
  readonly polls: readonly Poll[];
}

export interface WindowInput {
  readonly dies: number;
}

/** What a window observes about its use; the monitors judge it. */
export type WindowObservation =
  | { readonly type: 'OVERWRITTEN'; readonly address: number; readonly lost: Copy; readonly by: Copy }
  | {
      readonly type: 'READ_UNWRITTEN';
      readonly address: number;
      readonly item: number;
      readonly found: Copy | null;
    }
  | { readonly type: 'SIGNAL_REPEATED'; readonly source: number; readonly item: number }
  | { readonly type: 'SIGNAL_LOST'; readonly source: number; readonly item: number }
  | {
      readonly type: 'SIGNAL_FOREIGN';
      readonly source: number;
      readonly item: number;
      readonly acceptedFor: number;
    };

type WindowEvent = Write | Flag | Add | Poll | Take;

/** Whether what a poll waits for is there. */
function isAnswered(context: WindowContext, poll: Poll): boolean {
  return poll.signal === 'flags'
    ? context.entries.every((entry) => entry !== null && entry.epoch === poll.epoch)
    : context.arrivals.length >= context.dies;
}

/**
 * One half of a die's receive buffer: slots that peers write into, one flag-and-count entry for each peer (FusedDispatch, plain
 * store), an arrival counter (FusedCombine, atomic add). Peers write at any time; nobody acknowledges a read.
 */
export const receiveWindow = setup({
  types: {} as {
    context: WindowContext;
    input: WindowInput;
    events: WindowEvent;
    emitted: WindowObservation;
  },
  actions: {
    storePayload: enqueueActions(({ context, event, enqueue, system }) => {
      const { address, copy, writer } = event as Write;
      const lost = context.slots[address];
      if (lost !== undefined) enqueue.emit({ type: 'OVERWRITTEN', address, lost, by: copy });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.slots[address] = copy;
        }),
      );
      enqueue.sendTo(componentRef(system, writer), { type: 'VISIBLE' });
    }),
    storeFlag: enqueueActions(({ context, event, enqueue }) => {
      const { source, item, epoch, counts } = event as Flag;
      const before = context.entries[source];
      if (before?.item === item) enqueue.emit({ type: 'SIGNAL_REPEATED', source, item });
      else if (before && !before.isSeen) enqueue.emit({ type: 'SIGNAL_LOST', source, item: before.item });
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.entries[source] = { item, epoch, counts: [...counts], isSeen: false };
        }),
      );
    }),
    countArrival: enqueueActions(({ context, event, enqueue }) => {
      const { source, item } = event as Add;
      if (context.arrivals.some((arrival) => arrival.source === source && arrival.item === item)) {
        enqueue.emit({ type: 'SIGNAL_REPEATED', source, item });
      }
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.arrivals.push({ source, item });
          draft.arrivals.sort((one, other) => one.item - other.item || one.source - other.source);
        }),
      );
    }),
    rememberPoll: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.polls.push(event as Poll);
      }),
    ),
    answerPolls: enqueueActions(({ context, enqueue, system }) => {
      const answered = context.polls.filter((poll) => isAnswered(context, poll));
      for (const poll of answered) {
        const { item, reader } = poll;
        const signals =
          poll.signal === 'flags'
            ? context.entries.map((entry, source) => ({ source, item: entry!.item }))
            : context.arrivals;
        for (const signal of signals) {
          if (signal.item !== item) enqueue.emit({ type: 'SIGNAL_FOREIGN', ...signal, acceptedFor: item });
        }
        const counts = poll.signal === 'flags' ? context.entries.map((entry) => entry!.counts) : [];
        const arrived: Arrived = { type: 'ARRIVED', item, counts };
        enqueue.sendTo(componentRef(system, reader), arrived);
      }
      if (answered.length > 0) {
        enqueue.assign(({ context }) =>
          produce(context, (draft) => {
            draft.polls = draft.polls.filter((poll) => !answered.some((each) => each.reader === poll.reader));
            for (const poll of answered) {
              if (poll.signal === 'arrivals') draft.arrivals.splice(0, context.dies);
              else for (const entry of draft.entries) entry!.isSeen = true;
            }
          }),
        );
      }
    }),
    readOut: enqueueActions(({ context, event, enqueue, system }) => {
      const { item, of, addresses, reader } = event as Take;
      const copies: Copy[] = [];
      for (const address of addresses) {
        const copy = context.slots[address];
        if (copy === undefined || copy.item !== item || copy.of !== of) {
          enqueue.emit({ type: 'READ_UNWRITTEN', address, item, found: copy ?? null });
        } else copies.push(copy);
      }
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          for (const address of addresses) delete draft.slots[address];
        }),
      );
      const taken: Taken = { type: 'TAKEN', item, copies };
      enqueue.sendTo(componentRef(system, reader), taken);
    }),
  },
}).createMachine({
  id: 'receive-window',
  context: ({ input }) => ({
    dies: input.dies,
    slots: {},
    entries: Array.from({ length: input.dies }, () => null),
    arrivals: [],
    polls: [],
  }),
  initial: 'open',
  states: {
    open: {
      tags: 'rest',
      on: {
        WRITE: { actions: 'storePayload' },
        FLAG: { actions: ['storeFlag', 'answerPolls'] },
        ADD: { actions: ['countArrival', 'answerPolls'] },
        POLL: { actions: ['rememberPoll', 'answerPolls'] },
        TAKE: { actions: 'readOut' },
      },
    },
  },
});
