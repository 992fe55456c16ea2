import { produce } from 'immer';
import { assertEvent, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Content, CopyObservation, Missed, SpaceRequest, Told } from './cache-protocol.js';
import type { Fill, Keep } from './server-memory.js';

/** Server to EVS: an SDK asks for a block that is not in memory. */
export interface LookUp {
  readonly type: 'LOOK_UP';
  readonly key: string;
  readonly from: string;
}

/** Server to EVS: an SDK is to have a block that is not in memory. */
export interface Fetch {
  readonly type: 'FETCH';
  readonly server: string;
  readonly request: SpaceRequest;
}

/** Server to EVS: read a block into a slot of its memory. */
export interface ReadIn {
  readonly type: 'READ_IN';
  readonly server: string;
  readonly memory: string;
  readonly slot: number;
  readonly key: string;
}

/** EVS to server: the block is here, and can be read in. */
export interface Found {
  readonly type: 'FOUND';
  readonly request: SpaceRequest;
}

/** EVS to server: the block is in its slot. */
export interface Loaded {
  readonly type: 'LOADED';
  readonly slot: number;
}

/** EVS to server: the block was evicted before it could be read. */
export interface Gone {
  readonly type: 'GONE';
  readonly slot: number;
}

/** A tier has been asked for a block that it has, or has been given it once more. */
export interface UseObservation {
  readonly type: 'COPY_USED';
  readonly key: string;
}

interface EvsInput {
  /** Blocks that there is room for. */
  readonly blocks: number;
  /** What it has from before, the least recently used first. */
  readonly entries: readonly EvsEntry[];
}

export interface EvsEntry {
  readonly key: string;
  readonly parent: string;
  readonly content: Content | null;
}

export type EvsContext = EvsInput;

const has = ({ entries }: EvsContext, key: string): boolean => entries.some((entry) => entry.key === key);

/** The context after a block was used; the last one that was. */
const used = (context: EvsContext, entry: EvsEntry): EvsContext =>
  produce(context, (draft) => {
    draft.entries = [...draft.entries.filter(({ key }) => key !== entry.key), entry];
  });

const copy = (
  type: CopyObservation['type'],
  { key, parent }: EvsEntry,
  why: CopyObservation['why'],
): CopyObservation => ({ type, key, parent, why });

/**
 * The EVS volumes (SSD) behind the memory pool: every block that is put is written here, too, with an LRU of its own; what a server has lost is read from here
 * again (docs/paper/facts.md 10).
 */
export const evsTier = setup({
  types: {} as {
    context: EvsContext;
    input: EvsInput;
    events: Keep | LookUp | Fetch | ReadIn;
    emitted: CopyObservation | UseObservation;
    tags: 'rest';
  },
  guards: {
    isKept: ({ context, event }) => {
      assertEvent(event, ['KEEP', 'LOOK_UP', 'READ_IN']);
      return has(context, event.key);
    },
    isFetchable: ({ context, event }) => {
      assertEvent(event, 'FETCH');
      return has(context, event.request.key);
    },
    hasNoRoom: ({ context }) => context.entries.length >= context.blocks,
  },
  actions: {
    evict: enqueueActions(({ context, enqueue }) => {
      const [oldest] = context.entries;
      if (oldest === undefined) return;
      enqueue.emit(copy('COPY_DROPPED', oldest, 'evicted'));
      enqueue.assign({ entries: context.entries.slice(1) });
    }),
    keep: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'KEEP');
      if (context.blocks === 0) return;
      const { key, parent, content } = event;
      enqueue.emit(copy('COPY_KEPT', { key, parent, content }, 'kept'));
      enqueue.assign(({ context }) => used(context, { key, parent, content }));
    }),
    touch: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, ['KEEP', 'READ_IN']);
      const entry = context.entries.find(({ key }) => key === event.key)!;
      enqueue.emit({ type: 'COPY_USED', key: event.key });
      enqueue.assign(({ context }) => used(context, entry));
    }),
    answer: enqueueActions(({ event, enqueue }, { type }: { readonly type: Told['type'] }) => {
      assertEvent(event, 'LOOK_UP');
      enqueue.sendTo(componentRef(event.from), { type } satisfies Told);
    }),
    answerMissed: enqueueActions(({ event, enqueue }) => {
      assertEvent(event, 'FETCH');
      const { from, of: read } = event.request;
      enqueue.sendTo(componentRef(from), { type: 'MISS', read } satisfies Missed);
    }),
    tellServer: enqueueActions(({ event, enqueue }) => {
      assertEvent(event, 'FETCH');
      enqueue.sendTo(componentRef(event.server), { type: 'FOUND', request: event.request } satisfies Found);
    }),
    fill: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'READ_IN');
      const { slot, memory } = event;
      const { content } = context.entries.find(({ key }) => key === event.key)!;
      enqueue.sendTo(componentRef(memory), { type: 'FILL', slot, content: content! } satisfies Fill);
    }),
    tellReadIn: enqueueActions(({ event, enqueue }, { type }: { readonly type: (Loaded | Gone)['type'] }) => {
      assertEvent(event, 'READ_IN');
      enqueue.sendTo(componentRef(event.server), { type, slot: event.slot });
    }),
  },
}).createMachine({
  id: 'evs-tier',
  context: ({ input }) => input,
  initial: 'idle',
  states: {
    idle: {
      description:
        'Holds what was put until there is no room for it: then the least recently used block goes (docs/paper/facts.md 10).',
      tags: 'rest',
      on: {
        KEEP: [
          { guard: 'isKept', actions: 'touch' },
          { guard: 'hasNoRoom', actions: ['evict', 'keep'] },
          { actions: 'keep' },
        ],
        LOOK_UP: [
          { guard: 'isKept', actions: { type: 'answer', params: { type: 'PRESENT' } } },
          { actions: { type: 'answer', params: { type: 'ABSENT' } } },
        ],
        FETCH: [{ guard: 'isFetchable', actions: 'tellServer' }, { actions: 'answerMissed' }],
        READ_IN: [
          {
            guard: 'isKept',
            actions: ['touch', 'fill', { type: 'tellReadIn', params: { type: 'LOADED' } }],
          },
          { actions: { type: 'tellReadIn', params: { type: 'GONE' } } },
        ],
      },
    },
  },
});
