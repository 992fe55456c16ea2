import { castDraft, produce } from 'immer';
import { assign, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type {
  Acknowledge,
  Add,
  Arrived,
  AskMissing,
  Awaited,
  Copy,
  Fill,
  Flag,
  Missing,
  Poll,
  Prefetch,
  Reset,
  Take,
  Taken,
  Write,
  WriteBack,
} from './window-protocol.js';

/** A flag entry, 32 bytes in the real window: word 0 the flag, word 1 the count (docs/paper/facts.md 13.1). */
interface FlagCell {
  readonly kind: 'flag';
  readonly mark: number;
  readonly source: number;
  readonly item: number;
  readonly counts: readonly number[];
  /** The receiver has acted on it. */
  readonly isSeen: boolean;
}

/** A counter by atomic add: its value is the number of adds that have not been subtracted. */
interface CounterCell {
  readonly kind: 'counter';
  readonly adds: readonly { readonly source: number; readonly item: number }[];
}

/** The last operation that a peer has acknowledged. */
interface AcknowledgeCell {
  readonly kind: 'acknowledged';
  readonly operation: number;
}

/** An unconsumed token. A slot that has been read is empty: what it still holds means nothing to anyone. */
interface SlotCell {
  readonly kind: 'slot';
  readonly copy: Copy;
  /** Of several slots, the one with the smaller number was written first; 0 where that is not kept. */
  readonly arrival: number;
}

type Cell = FlagCell | CounterCell | AcknowledgeCell | SlotCell;
type Cells = Readonly<Record<number, Cell>>;

export interface WindowInput {
  readonly self: string;
  /** Data slots that the part really has; an address outside is somebody else's memory. */
  readonly slots: number;
  /** The flag cells are plain memory; a sticky cell keeps the first value that is stored into it (fault A6). */
  readonly flagCells: 'plain' | 'sticky';
  /** Slots are read out in the order that the reader asks for, or in the order in which they were written. */
  readonly readOut: 'as asked' | 'as written';
}

interface WindowContext extends WindowInput {
  readonly cells: Cells;
  readonly polls: readonly Poll[];
  /** What the reader's caches hold of the slots, if they were filled too early. */
  readonly prefetched: Cells | null;
}

/** What a window observes about its use; the monitors judge it. */
export type WindowObservation =
  | { readonly type: 'OVERWRITTEN'; readonly address: number }
  | { readonly type: 'STORED_OUTSIDE'; readonly address: number; readonly slots: number }
  | { readonly type: 'READ_UNWRITTEN'; readonly address: number; readonly item: number }
  | { readonly type: 'SIGNAL_REPEATED'; readonly source: number; readonly item: number }
  | { readonly type: 'SIGNAL_LOST'; readonly source: number; readonly item: number }
  | {
      readonly type: 'SIGNAL_FOREIGN';
      readonly source: number;
      readonly item: number;
      readonly acceptedFor: number;
    };

type WindowEvent =
  Write | Flag | Add | Acknowledge | WriteBack | Fill | Poll | AskMissing | Reset | Take | Prefetch;

/** Whether a cell holds what is waited for. A cell that was never written holds zero. */
function holds(cell: Cell | undefined, value: number): boolean {
  switch (cell?.kind) {
    case 'flag':
      return cell.mark === value;
    case 'counter':
      return cell.adds.length >= value;
    case 'acknowledged':
      return cell.operation >= value;
    default:
      return value === 0;
  }
}

const isAnswered = (cells: Cells, poll: Poll): boolean =>
  poll.cells.every(({ address, value }) => holds(cells[address], value));

/** The signals that a wait for these cells acts on. */
function signalsAt(cells: Cells, awaited: readonly Awaited[]): { source: number; item: number }[] {
  return awaited.flatMap(({ address, value }) => {
    const cell = cells[address];
    if (cell?.kind === 'flag') return [{ source: cell.source, item: cell.item }];
    return cell?.kind === 'counter' ? cell.adds.slice(0, value) : [];
  });
}

function countsAt(cells: Cells, awaited: readonly Awaited[]): Arrived['counts'] {
  return awaited.flatMap(({ address }) => {
    const cell = cells[address];
    return cell?.kind === 'flag' && cell.counts.length > 0
      ? [{ source: cell.source, counts: cell.counts }]
      : [];
  });
}

/** The number of the next slot to be written: those that are full have the numbers before it. */
function nextArrival({ readOut, cells }: WindowContext): number {
  if (readOut === 'as asked') return 0;
  return Object.values(cells).reduce(
    (next, cell) => (cell.kind === 'slot' ? Math.max(next, cell.arrival + 1) : next),
    1,
  );
}

/** What is left of the cells after a reset. */
function resetCell(cell: Cell | undefined, value: number): Cell | undefined {
  if (cell?.kind !== 'counter') return undefined;
  const adds = cell.adds.slice(value);
  return adds.length === 0 ? undefined : { kind: 'counter', adds };
}

/**
 * A part of a die's receive memory: slots that peers write tokens into, and cells that they signal in, by flags or by atomic
 * adds. Peers write at any time. What goes wrong is not prevented here, but observed.
 */
export const receiveWindow = setup({
  types: {} as {
    context: WindowContext;
    input: WindowInput;
    events: WindowEvent;
    emitted: WindowObservation;
  },
  actions: {
    storePayload: enqueueActions(({ context, event, enqueue }) => {
      const { address, copy, writer } = event as Write;
      const isInside = Number.isInteger(address) && address >= 0 && address < context.slots;
      if (!isInside) enqueue.emit({ type: 'STORED_OUTSIDE', address, slots: context.slots });
      else if (context.cells[address] !== undefined) enqueue.emit({ type: 'OVERWRITTEN', address });
      if (isInside) {
        enqueue.assign(({ context }) =>
          produce(context, (draft) => {
            draft.cells[address] = { kind: 'slot', copy: castDraft(copy), arrival: nextArrival(context) };
          }),
        );
      }
      enqueue.sendTo(componentRef(writer), { type: 'VISIBLE', window: context.self, address });
    }),
    storeFlag: enqueueActions(({ context, event, enqueue }) => {
      const { address, source, item, mark, counts, by } = event as Flag;
      const before = context.cells[address];
      if (before?.kind === 'slot') enqueue.emit({ type: 'OVERWRITTEN', address });
      if (before?.kind === 'flag') {
        if (before.item === item && before.source === source) {
          enqueue.emit({ type: 'SIGNAL_REPEATED', source, item });
        } else if (!before.isSeen) {
          enqueue.emit({ type: 'SIGNAL_LOST', source: before.source, item: before.item });
        }
        if (context.flagCells === 'sticky' && by !== 'atomic') return;
      }
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.cells[address] = { kind: 'flag', mark, source, item, counts: [...counts], isSeen: false };
        }),
      );
    }),
    countAdd: enqueueActions(({ context, event, enqueue }) => {
      const { address, source, item } = event as Add;
      const before = context.cells[address];
      const adds = before?.kind === 'counter' ? before.adds : [];
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          const sorted = [...adds, { source, item }].sort(
            (one, other) => one.item - other.item || one.source - other.source,
          );
          draft.cells[address] = { kind: 'counter', adds: sorted };
        }),
      );
    }),
    noteAcknowledged: assign(({ context, event }) =>
      produce(context, (draft) => {
        const { address, operation } = event as Acknowledge;
        const before = context.cells[address];
        // Acknowledgements may overtake each other: a later one speaks for those before it.
        const last = before?.kind === 'acknowledged' ? before.operation : 0;
        draft.cells[address] = { kind: 'acknowledged', operation: Math.max(last, operation) };
      }),
    ),
    restoreOldValue: assign(({ context, event }) =>
      produce(context, (draft) => {
        delete draft.cells[(event as WriteBack).address];
      }),
    ),
    emptySlots: assign(({ context }) =>
      produce(context, (draft) => {
        for (const [address, { kind }] of Object.entries(draft.cells)) {
          if (kind === 'slot') delete draft.cells[Number(address)];
        }
      }),
    ),
    rememberPoll: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.polls.push(castDraft(event as Poll));
      }),
    ),
    answerPolls: enqueueActions(({ context, enqueue }) => {
      const answered = context.polls.filter((poll) => isAnswered(context.cells, poll));
      if (answered.length === 0) return;
      for (const { item, cells, reader } of answered) {
        for (const signal of signalsAt(context.cells, cells)) {
          if (signal.item !== item) enqueue.emit({ type: 'SIGNAL_FOREIGN', ...signal, acceptedFor: item });
        }
        const arrived: Arrived = { type: 'ARRIVED', item, counts: countsAt(context.cells, cells) };
        enqueue.sendTo(componentRef(reader), arrived);
      }
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.polls = draft.polls.filter((poll) => !answered.some((each) => each.reader === poll.reader));
          for (const { address } of answered.flatMap(({ cells }) => cells)) {
            const cell = draft.cells[address];
            if (cell?.kind === 'flag') cell.isSeen = true;
          }
        }),
      );
    }),
    tellMissing: enqueueActions(({ context, event, enqueue }) => {
      const { reader } = event as AskMissing;
      const awaited = context.polls.find((poll) => poll.reader === reader)?.cells ?? [];
      const addresses = awaited
        .filter(({ address, value }) => !holds(context.cells[address], value))
        .map(({ address }) => address);
      const missing: Missing = { type: 'MISSING', addresses };
      enqueue.sendTo(componentRef(reader), missing);
    }),
    resetCells: enqueueActions(({ context, event, enqueue }) => {
      const { cells } = event as Reset;
      for (const { address } of cells) {
        const cell = context.cells[address];
        if (cell?.kind === 'flag' && !cell.isSeen) {
          enqueue.emit({ type: 'SIGNAL_LOST', source: cell.source, item: cell.item });
        }
      }
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          for (const { address, value } of cells) {
            const cell = context.cells[address];
            if (cell?.kind === 'flag' && context.flagCells === 'sticky') continue;
            const left = resetCell(cell, value);
            if (left === undefined) delete draft.cells[address];
            else draft.cells[address] = castDraft(left);
          }
        }),
      );
    }),
    fillCaches: assign(({ context }) =>
      produce(context, (draft) => {
        draft.prefetched = castDraft(context.cells);
      }),
    ),
    readOut: enqueueActions(({ context, event, enqueue }) => {
      const { type, item, of, addresses, reader } = event as Take;
      const found: { address: number; copy: Copy; arrival: number }[] = [];
      for (const address of addresses) {
        const cell = (context.prefetched ?? context.cells)[address];
        if (cell?.kind === 'slot' && cell.copy.item === item && cell.copy.of === of) {
          found.push({ address, copy: cell.copy, arrival: cell.arrival });
        } else enqueue.emit({ type: 'READ_UNWRITTEN', address, item });
      }
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          for (const address of addresses) delete draft.cells[address];
          draft.prefetched = null;
        }),
      );
      const taken: Taken = {
        type: type === 'TAKE' ? 'TAKEN' : 'DATA',
        found: found
          .sort((one, other) => one.arrival - other.arrival)
          .map(({ address, copy }) => ({ address, copy })),
        source: context.self,
      };
      enqueue.sendTo(componentRef(reader), taken);
    }),
  },
}).createMachine({
  id: 'receive-window',
  context: ({ input }) => ({ ...input, cells: {}, polls: [], prefetched: null }),
  initial: 'open',
  states: {
    open: {
      tags: 'rest',
      on: {
        WRITE: { actions: 'storePayload' },
        FLAG: { actions: ['storeFlag', 'answerPolls'] },
        ADD: { actions: ['countAdd', 'answerPolls'] },
        ACK: { actions: ['noteAcknowledged', 'answerPolls'] },
        WRITE_BACK: { actions: 'restoreOldValue' },
        FILL: { actions: 'emptySlots' },
        POLL: { actions: ['rememberPoll', 'answerPolls'] },
        ASK_MISSING: { actions: 'tellMissing' },
        RESET: { actions: 'resetCells' },
        PREFETCH: { actions: 'fillCaches' },
        TAKE: { actions: 'readOut' },
        READ: { actions: 'readOut' },
      },
    },
  },
});
