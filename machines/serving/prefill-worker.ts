import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import { type Attempt, attemptOf, type Halt, type Release } from './request-messages.js';

/** A step: a chunk of an attempt's prompt, or nothing to compute. */
export interface Step {
  readonly type: 'STEP';
  /** Chunks that are `left` of it; -1: nobody has looked for its prefix yet. */
  readonly chunk: (Attempt & { readonly left: number }) | null;
}

/** What a step has come to, and what has happened beside it. */
export interface Stepped {
  readonly type: 'STEPPED';
  readonly chunk: (Attempt & { readonly left: number }) | null;
  /** Attempts whose KV has been read by its receiver. */
  readonly read: readonly Attempt[];
  /** Attempts whose KV has been stored. */
  readonly stored: readonly Attempt[];
}

/** The worker has something to tell, and no step is running. */
export interface News {
  readonly type: 'NEWS';
}

/** All chunks are computed: store the KV for others with the same prefix. */
export interface Store extends Attempt {
  readonly type: 'STORE';
}

/** What becomes of a prompt, for who counts what is computed of it. */
export type ChunkObservation =
  | ({ readonly type: 'PREFIX_LOOKED_UP'; readonly isStored: boolean } & Attempt)
  | ({ readonly type: 'CHUNK_COMPUTED' } & Attempt);

export interface WorkerInput {
  /** Chunks of a prompt. */
  readonly chunks: number;
}

export interface WorkerContext extends WorkerInput {
  readonly chunk: (Attempt & { readonly left: number }) | null;
  readonly toStore: readonly Attempt[];
  readonly read: readonly Attempt[];
  readonly stored: readonly Attempt[];
}

type WorkerEvent = Step | Store | Release | Halt;

/**
 * The worker of a prefill node (docs/paper/facts.md 8 to 10): it looks for the longest prefix that is stored, computes the rest chunk by chunk, and
 * stores what it has computed beside that. It meets its `scheduler` once a step, and hears of readers when they tell it.
 */
export const prefillWorker = setup({
  types: {} as {
    context: WorkerContext;
    input: WorkerInput;
    events: WorkerEvent;
    emitted: ChunkObservation;
    tags: 'rest';
  },
  guards: {
    isFirst: ({ event }) => event.type === 'STEP' && event.chunk !== null && event.chunk.left < 0,
    hasNews: ({ context }) => context.read.length + context.stored.length > 0,
    hasToStore: ({ context }) => context.toStore.length > 0,
  },
  delays: { hit: 1, miss: 1, compute: 1, store: 1 },
  actions: {
    noteChunk: assign({
      chunk: ({ event }) => {
        assertEvent(event, 'STEP');
        return event.chunk;
      },
    }),
    /** The whole prefix is stored: the last chunk is computed all the same, as it makes the first token. */
    takeHit: assign({ chunk: ({ context }) => ({ ...attemptOf(context.chunk!), left: 1 }) }),
    takeMiss: assign({ chunk: ({ context }) => ({ ...attemptOf(context.chunk!), left: context.chunks }) }),
    countChunk: assign({
      chunk: ({ context }) => ({ ...context.chunk!, left: context.chunk!.left - 1 }),
    }),
    tellHit: emit(({ context }) => ({
      type: 'PREFIX_LOOKED_UP',
      ...attemptOf(context.chunk!),
      isStored: true,
    })),
    tellMiss: emit(({ context }) => ({
      type: 'PREFIX_LOOKED_UP',
      ...attemptOf(context.chunk!),
      isStored: false,
    })),
    tellComputed: emit(({ context }) => ({ type: 'CHUNK_COMPUTED', ...attemptOf(context.chunk!) })),
    meet: sendTo(componentRef('scheduler'), ({ context: { chunk, read, stored } }): Stepped => ({
      type: 'STEPPED',
      chunk,
      read,
      stored,
    })),
    clear: assign({ chunk: null, read: [], stored: [] }),
    tellNews: enqueueActions(({ enqueue }) => {
      enqueue.sendTo(componentRef('scheduler'), { type: 'NEWS' } satisfies News);
    }),
    noteRead: assign({
      read: ({ context, event }) => {
        assertEvent(event, 'RELEASE');
        return [...context.read, attemptOf(event)];
      },
    }),
    noteToStore: assign({
      toStore: ({ context, event }) => {
        assertEvent(event, 'STORE');
        return [...context.toStore, attemptOf(event)];
      },
    }),
    noteStored: assign(({ context }) => ({
      toStore: context.toStore.slice(1),
      stored: [...context.stored, context.toStore[0]!],
    })),
  },
}).createMachine({
  id: 'prefill-worker',
  context: ({ input }) => ({ ...input, chunk: null, toStore: [], read: [], stored: [] }),
  on: { HALT: '.dead' },
  initial: 'alive',
  states: {
    alive: {
      description: 'The node lives.',
      type: 'parallel',
      on: { RELEASE: { actions: 'noteRead' }, STORE: { actions: 'noteToStore' } },
      states: {
        compute: {
          description: 'Computes prompts, a chunk a step.',
          initial: 'idle',
          states: {
            idle: {
              description: 'Waits for the scheduler, and wakes it when there is news.',
              tags: 'rest',
              always: { guard: 'hasNews', target: 'waking', actions: 'tellNews' },
              on: {
                STEP: [
                  { guard: 'isFirst', target: 'lookingUp', actions: 'noteChunk' },
                  { target: 'computing', actions: 'noteChunk' },
                ],
              },
            },
            waking: {
              description: 'The scheduler is told that there is news, and begins a step without a chunk.',
              on: { STEP: 'meeting' },
            },
            lookingUp: {
              description:
                'Asks the context cache for the longest prefix: it is there or is not (docs/paper/facts.md 10).',
              after: {
                hit: { target: 'computing', actions: ['takeHit', 'tellHit'] },
                miss: { target: 'computing', actions: ['takeMiss', 'tellMiss'] },
              },
            },
            computing: {
              description: 'Computes a chunk of a prompt (docs/paper/facts.md 8).',
              after: { compute: { target: 'meeting', actions: ['countChunk', 'tellComputed'] } },
            },
            meeting: {
              description: 'Tells the scheduler what the step has come to.',
              entry: ['meet', 'clear'],
              always: 'idle',
            },
          },
        },
        store: {
          description: 'Stores what is computed.',
          initial: 'idle',
          states: {
            idle: {
              description: 'Nothing is to be stored.',
              tags: 'rest',
              always: { guard: 'hasToStore', target: 'storing' },
            },
            storing: {
              description: 'KV is stored beside the computation (docs/paper/facts.md 10).',
              after: { store: { target: 'idle', actions: 'noteStored' } },
            },
          },
        },
      },
    },
    dead: { description: 'The node has died.', tags: 'rest', on: { '*': {} } },
  },
});
