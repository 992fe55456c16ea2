import { castDraft, produce } from 'immer';
import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type {
  Acknowledge,
  Add,
  Arrived,
  AskMissing,
  Awaited,
  Copy,
  Flag,
  Missing,
  Operator,
  Poll,
  Reset,
  Take,
  Taken,
  Write,
} from './window-protocol.js';

/** Which operation a signal speaks of, and whose it is. */
export interface Signal {
  readonly source: number;
  readonly item: number;
}

/** A flag entry, 32 bytes in the real window: word 0 the flag, word 1 the count (docs/paper/facts.md 13.1). */
interface FlagCell extends Signal {
  readonly kind: 'flag';
  readonly mark: number;
  readonly counts: readonly number[];
  /** A wait has ended on it. */
  readonly isSeen: boolean;
}

/** A counter by atomic add: its value is the number of adds that have not been subtracted. */
interface CounterCell {
  readonly kind: 'counter';
  readonly adds: readonly Signal[];
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

export type Cell = FlagCell | CounterCell | AcknowledgeCell | SlotCell;
export type Cells = Readonly<Record<number, Cell>>;

export interface WindowInput {
  readonly self: string;
  /** Data slots that the part really has; an address outside is somebody else's memory. */
  readonly slots: number;
  /** Slots are read out in the order that the reader asks for, or in the order in which they were written. */
  readonly readOut: 'as asked' | 'as written';
}

export interface WindowContext extends WindowInput {
  readonly cells: Cells;
  readonly polls: readonly Poll[];
}

/** What became of a window's memory, and who was told what: what is right of it and what is wrong is not for the window to say. */
export type WindowObservation =
  /** Data of a core became visible at an address, over what was there; a window has `slots` of them. */
  | {
      readonly type: 'STORED';
      readonly writer: string;
      readonly address: number;
      readonly slots: number;
      readonly copy: Copy;
      readonly over: Cell | null;
    }
  /** A flag became visible, over what was there. */
  | ({ readonly type: 'FLAGGED'; readonly over: Cell | null } & Signal)
  /** The cells that a wait of an operation is for hold what it waits for: these signals are what they hold. */
  | {
      readonly type: 'WAIT_ENDED';
      readonly item: number;
      readonly reader: string;
      readonly signals: readonly Signal[];
    }
  /** A result's signal was counted. */
  | ({ readonly type: 'COUNTED' } & Signal)
  /** Cells were reset, and these flags zeroed with them: whether a wait had ended on each. */
  | { readonly type: 'ZEROED'; readonly flags: readonly (Signal & { readonly isSeen: boolean })[] }
  /** An operator has read a slot for its operation, and found this. */
  | {
      readonly type: 'READ_OUT';
      readonly address: number;
      readonly of: Operator;
      readonly item: number;
      readonly reader: string;
      readonly found: Copy | null;
    };

type WindowEvent = Write | Flag | Add | Acknowledge | Poll | AskMissing | Reset | Take;

/** Whether a cell holds what is waited for. A cell that was never written holds zero. */
export function holds(cell: Cell | undefined, value: number): boolean {
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

const isAnswerable = (cells: Cells, poll: Poll): boolean =>
  poll.cells.every(({ address, value }) => holds(cells[address], value));

const firstAnswerable = ({ cells, polls }: WindowContext): Poll | undefined =>
  polls.find((poll) => isAnswerable(cells, poll));

/** The signals that a wait for these cells ends on. */
function signalsAt(cells: Cells, awaited: readonly Awaited[]): Signal[] {
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

/** What these addresses hold of tokens. */
const slotsAt = (
  cells: Cells,
  addresses: readonly number[],
): { readonly address: number; readonly slot: SlotCell | null }[] =>
  addresses.map((address) => {
    const cell = cells[address];
    return { address, slot: cell?.kind === 'slot' ? cell : null };
  });

/** The flags among these cells. */
function flagsAt(cells: Cells, reset: readonly Awaited[]): (Signal & { readonly isSeen: boolean })[] {
  return reset.flatMap(({ address }) => {
    const cell = cells[address];
    if (cell?.kind !== 'flag') return [];
    const { source, item, isSeen } = cell;
    return [{ source, item, isSeen }];
  });
}

/**
 * A part of a die's receive memory: slots that peers write tokens into, and cells that they signal in, by flags or by atomic
 * adds. Peers write at any time, and nothing is prevented here: memory takes what it is given.
 */
export const receiveWindow = setup({
  types: {} as {
    context: WindowContext;
    input: WindowInput;
    events: WindowEvent;
    emitted: WindowObservation;
    tags: 'rest';
  },
  guards: {
    isOutside: ({ context, event }) => {
      assertEvent(event, 'WRITE');
      return !Number.isInteger(event.address) || event.address < 0 || event.address >= context.slots;
    },
    isPollAnswerable: ({ context }) => firstAnswerable(context) !== undefined,
  },
  actions: {
    noteStored: emit(({ context, event }) => {
      assertEvent(event, 'WRITE');
      const { address, copy, writer } = event;
      const over = context.cells[address] ?? null;
      return { type: 'STORED', writer, address, slots: context.slots, copy, over };
    }),
    storeCopy: assign(({ context, event }) => {
      assertEvent(event, 'WRITE');
      return produce(context, (draft) => {
        draft.cells[event.address] = {
          kind: 'slot',
          copy: castDraft(event.copy),
          arrival: nextArrival(context),
        };
      });
    }),
    tellVisible: sendTo(
      componentRef(({ event }) => {
        assertEvent(event, 'WRITE');
        return event.writer;
      }),
      ({ context, event }) => {
        assertEvent(event, 'WRITE');
        return { type: 'VISIBLE', window: context.self, address: event.address };
      },
    ),
    noteFlagged: emit(({ context, event }) => {
      assertEvent(event, 'FLAG');
      const { address, source, item } = event;
      return { type: 'FLAGGED', source, item, over: context.cells[address] ?? null };
    }),
    storeFlag: assign(({ context, event }) => {
      assertEvent(event, 'FLAG');
      const { address, source, item, mark, counts } = event;
      return produce(context, (draft) => {
        draft.cells[address] = { kind: 'flag', mark, source, item, counts: [...counts], isSeen: false };
      });
    }),
    noteCounted: emit(({ event }) => {
      assertEvent(event, 'ADD');
      const { source, item } = event;
      return { type: 'COUNTED', source, item };
    }),
    countAdd: assign(({ context, event }) => {
      assertEvent(event, 'ADD');
      const { address, source, item } = event;
      const before = context.cells[address];
      const adds = before?.kind === 'counter' ? before.adds : [];
      return produce(context, (draft) => {
        draft.cells[address] = {
          kind: 'counter',
          adds: [...adds, { source, item }].sort(
            (one, other) => one.item - other.item || one.source - other.source,
          ),
        };
      });
    }),
    noteAcknowledged: assign(({ context, event }) => {
      assertEvent(event, 'ACK');
      const before = context.cells[event.address];
      // Acknowledgements may overtake each other: a later one speaks for those before it.
      const last = before?.kind === 'acknowledged' ? before.operation : 0;
      return produce(context, (draft) => {
        draft.cells[event.address] = {
          kind: 'acknowledged',
          operation: Math.max(last, event.operation),
        };
      });
    }),
    rememberPoll: assign(({ context, event }) => {
      assertEvent(event, 'POLL');
      return produce(context, (draft) => {
        draft.polls.push(castDraft(event));
      });
    }),
    noteWaitEnded: emit(({ context }) => {
      const { item, cells, reader } = firstAnswerable(context)!;
      return { type: 'WAIT_ENDED', item, reader, signals: signalsAt(context.cells, cells) };
    }),
    endWait: enqueueActions(({ context, enqueue }) => {
      const { item, cells, reader } = firstAnswerable(context)!;
      const arrived: Arrived = { type: 'ARRIVED', item, counts: countsAt(context.cells, cells) };
      enqueue.sendTo(componentRef(reader), arrived);
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          draft.polls = draft.polls.filter((poll) => poll.reader !== reader);
          for (const { address } of cells) {
            const cell = draft.cells[address];
            if (cell?.kind === 'flag') cell.isSeen = true;
          }
        }),
      );
    }),
    tellMissing: sendTo(
      componentRef(({ event }) => {
        assertEvent(event, 'ASK_MISSING');
        return event.reader;
      }),
      ({ context, event }): Missing => {
        assertEvent(event, 'ASK_MISSING');
        const awaited = context.polls.find((poll) => poll.reader === event.reader)?.cells ?? [];
        const addresses = awaited
          .filter(({ address, value }) => !holds(context.cells[address], value))
          .map(({ address }) => address);
        return { type: 'MISSING', window: context.self, addresses };
      },
    ),
    noteZeroed: emit(({ context, event }) => {
      assertEvent(event, 'RESET');
      return { type: 'ZEROED', flags: flagsAt(context.cells, event.cells) };
    }),
    resetCells: assign(({ context, event }) => {
      assertEvent(event, 'RESET');
      return produce(context, (draft) => {
        for (const { address, value } of event.cells) {
          const left = resetCell(context.cells[address], value);
          if (left === undefined) delete draft.cells[address];
          else draft.cells[address] = castDraft(left);
        }
      });
    }),
    noteRead: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, ['TAKE', 'READ']);
      const { item, of, reader } = event;
      for (const { address, slot } of slotsAt(context.cells, event.addresses)) {
        enqueue.emit({ type: 'READ_OUT', address, of, item, reader, found: slot?.copy ?? null });
      }
    }),
    readOut: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, ['TAKE', 'READ']);
      const { type, addresses, reader } = event;
      const found = slotsAt(context.cells, addresses)
        .flatMap(({ address, slot }) => (slot === null ? [] : [{ address, ...slot }]))
        .sort((one, other) => one.arrival - other.arrival)
        .map(({ address, copy }) => ({ address, copy }));
      const answer: Taken = { type: type === 'TAKE' ? 'TAKEN' : 'DATA', found, source: context.self };
      enqueue.sendTo(componentRef(reader), answer);
      enqueue.assign(({ context }) =>
        produce(context, (draft) => {
          for (const address of addresses) delete draft.cells[address];
        }),
      );
    }),
  },
}).createMachine({
  id: 'receive-window',
  context: ({ input }) => ({ ...input, cells: {}, polls: [] }),
  initial: 'open',
  states: {
    open: {
      description:
        'Memory that every peer can write to (paper 4.2.1, static pre-allocation and AIV-direct; docs/paper/facts.md 4.3). A wait ends as soon as the cells that it polls hold what it waits for.',
      tags: 'rest',
      always: { guard: 'isPollAnswerable', actions: ['noteWaitEnded', 'endWait'] },
      on: {
        WRITE: [
          // What is stored outside is in somebody else's memory.
          { guard: 'isOutside', actions: ['noteStored', 'tellVisible'] },
          { actions: ['noteStored', 'storeCopy', 'tellVisible'] },
        ],
        FLAG: { actions: ['noteFlagged', 'storeFlag'] },
        ADD: { actions: ['noteCounted', 'countAdd'] },
        ACK: { actions: 'noteAcknowledged' },
        POLL: { actions: 'rememberPoll' },
        ASK_MISSING: { actions: 'tellMissing' },
        RESET: { actions: ['noteZeroed', 'resetCells'] },
        TAKE: { actions: ['noteRead', 'readOut'] },
        READ: { actions: ['noteRead', 'readOut'] },
      },
    },
  },
});
