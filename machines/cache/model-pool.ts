import { produce } from 'immer';
import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

/** A version of a model: what weights are known by (docs/paper/facts.md 10: version-aware ids). */
export interface ModelVersion {
  readonly model: number;
  readonly version: number;
}

/** Instance to pool: which version of a model is the newest, and is it there? */
export interface QueryModel {
  readonly type: 'QUERY_MODEL';
  readonly model: number;
  readonly from: string;
}

/** Instance to pool: bring a version in; nobody waits for it. */
export interface Prefetch {
  readonly type: 'PREFETCH';
  readonly id: ModelVersion;
}

/** Instance to pool: it begins to load a version, and wants to be told when it can; or it has loaded it. */
export interface Hold {
  readonly type: 'HOLD' | 'LET_GO';
  readonly id: ModelVersion;
  readonly from: string;
}

/** Instance to pool: a block of a version. */
export interface ReadBlock {
  readonly type: 'READ_BLOCK';
  readonly id: ModelVersion;
  readonly block: number;
  readonly from: string;
}

/** Pool to instance. */
export interface Newest {
  readonly type: 'NEWEST';
  readonly id: ModelVersion;
  readonly isResident: boolean;
}

export interface Held {
  readonly type: 'HELD';
}

/** What is in a block: which one it is, and of what. */
export interface WeightBlock extends ModelVersion {
  readonly block: number;
}

export interface BlockRead {
  readonly type: 'BLOCK';
  /** The block that was asked for. */
  readonly block: number;
  /** What was read; `null` where there was nothing. */
  readonly holds: WeightBlock | null;
}

/** The environment publishes a new version of the first model. */
interface Publish {
  readonly type: 'PUBLISH';
}

/** A copy of a version in the pool. */
export interface Copy {
  readonly id: ModelVersion;
  readonly state: 'fetching' | 'resident';
  /** Instances that load it. */
  readonly held: readonly string[];
}

export interface PoolInput {
  readonly models: number;
  /** Copies that there is room for. */
  readonly copies: number;
  /** Times that a new version is published. */
  readonly releases: number;
}

export interface PoolContext extends PoolInput {
  /** By model, the newest version. */
  readonly newest: readonly number[];
  /** The least recently used first. */
  readonly content: readonly Copy[];
  /** Versions that are to be brought in, in the order in which they were asked for. */
  readonly wanted: readonly ModelVersion[];
  /** Instances that wait for a version. */
  readonly waiting: readonly { readonly id: ModelVersion; readonly from: string }[];
}

/** A copy was begun, is complete, or is gone. */
export interface CopyOfModel {
  readonly type: 'MODEL_COPY_BEGUN' | 'MODEL_COPY_DROPPED';
  readonly model: number;
  readonly version: number;
}

/** The pool has given a copy to an instance to load. */
export interface ModelUse {
  readonly type: 'MODEL_COPY_USED';
  readonly model: number;
  readonly version: number;
}

/** The pool chooses a copy to be evicted. */
export interface ModelEviction {
  readonly type: 'MODEL_COPY_EVICTED';
  readonly model: number;
  readonly version: number;
  /** What it has until then. */
  readonly content: readonly Copy[];
}

/** A new version of a model was published. */
export interface PublishedObservation {
  readonly type: 'MODEL_PUBLISHED';
  readonly model: number;
}

const isSame = (one: ModelVersion, other: ModelVersion): boolean =>
  one.model === other.model && one.version === other.version;

const copyOf = ({ content }: PoolContext, id: ModelVersion): Copy | undefined =>
  content.find((copy) => isSame(copy.id, id));

/** The copy to be evicted next: the least recently used that nobody loads, and that is complete. */
const victimOf = ({ content }: PoolContext): number =>
  content.findIndex(({ state, held }) => state === 'resident' && held.length === 0);

const observed = (type: CopyOfModel['type'], { model, version }: ModelVersion): CopyOfModel => ({
  type,
  model,
  version,
});

/** The next waiting instance whose version is there. */
const nextServed = (context: PoolContext): number =>
  context.waiting.findIndex(({ id }) => copyOf(context, id)?.state === 'resident');

/**
 * The model cache in the memory pool (docs/paper/facts.md 10): which model has which versions, which of them are in memory, and who loads them. A version is
 * brought in from the object store once, whoever asks for it, and is evicted by least recent use, as a whole; not while an instance loads it.
 */
export const modelPool = setup({
  types: {} as {
    context: PoolContext;
    input: PoolInput;
    events: QueryModel | Prefetch | Hold | ReadBlock | Publish;
    emitted: CopyOfModel | ModelUse | ModelEviction | PublishedObservation;
    tags: 'rest';
  },
  guards: {
    mayPublish: ({ context }) => context.releases > 0,
    isKnown: ({ context, event }) => {
      assertEvent(event, ['PREFETCH', 'HOLD']);
      const isWanted = context.wanted.some((id) => isSame(id, event.id));
      return isWanted || copyOf(context, event.id) !== undefined;
    },
    hasWantedAndRoom: ({ context }) => context.wanted.length > 0 && context.content.length < context.copies,
    hasWantedAndVictim: ({ context }) =>
      context.wanted.length > 0 && context.content.length >= context.copies && victimOf(context) >= 0,
    canServe: ({ context }) => nextServed(context) >= 0,
  },
  delays: { fetch: 1 },
  actions: {
    publish: assign(({ context }) =>
      produce(context, (draft) => {
        draft.newest[0]!++;
        draft.releases--;
      }),
    ),
    tellPublished: emit({ type: 'MODEL_PUBLISHED', model: 0 } satisfies PublishedObservation),
    answerNewest: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'QUERY_MODEL');
      const id = { model: event.model, version: context.newest[event.model]! };
      const isResident = copyOf(context, id)?.state === 'resident';
      enqueue.sendTo(componentRef(event.from), { type: 'NEWEST', id, isResident } satisfies Newest);
    }),
    want: assign(({ context, event }) => {
      assertEvent(event, ['PREFETCH', 'HOLD']);
      return { wanted: [...context.wanted, event.id] };
    }),
    queueUp: assign(({ context, event }) => {
      assertEvent(event, 'HOLD');
      return { waiting: [...context.waiting, { id: event.id, from: event.from }] };
    }),
    tellDropped: enqueueActions(({ context, enqueue }) => {
      const { content } = context;
      const { id } = content[victimOf(context)]!;
      enqueue.emit({ type: 'MODEL_COPY_EVICTED', ...id, content });
      enqueue.emit(observed('MODEL_COPY_DROPPED', id));
    }),
    evict: assign(({ context }) => ({ content: context.content.toSpliced(victimOf(context), 1) })),
    tellBegun: emit(({ context }) => observed('MODEL_COPY_BEGUN', context.wanted[0]!)),
    begin: assign(({ context }) => {
      const [id, ...wanted] = context.wanted as [ModelVersion, ...ModelVersion[]];
      return { wanted, content: [...context.content, { id, state: 'fetching', held: [] } as const] };
    }),
    complete: assign(({ context }) =>
      produce(context, (draft) => {
        draft.content.find(({ state }) => state === 'fetching')!.state = 'resident';
      }),
    ),
    serve: enqueueActions(({ context, enqueue }) => {
      const at = nextServed(context);
      const { id, from } = context.waiting[at]!;
      const copy = copyOf(context, id)!;
      const others = context.content.filter((each) => each !== copy);
      enqueue.assign({
        waiting: context.waiting.toSpliced(at, 1),
        // Who loads it is the last one that has used it.
        content: [...others, { ...copy, held: [...copy.held, from].sort() }],
      });
      enqueue.emit({ type: 'MODEL_COPY_USED', ...id });
      enqueue.sendTo(componentRef(from), { type: 'HELD' } satisfies Held);
    }),
    answerBlock: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'READ_BLOCK');
      const copy = copyOf(context, event.id);
      const { block, from } = event;
      const holds = copy?.state === 'resident' ? { ...copy.id, block } : null;
      enqueue.sendTo(componentRef(from), { type: 'BLOCK', block, holds } satisfies BlockRead);
    }),
    letGo: assign(({ context, event }) => {
      assertEvent(event, 'LET_GO');
      return produce(context, (draft) => {
        const copy = draft.content.find(({ id }) => isSame(id, event.id));
        if (copy !== undefined) copy.held = copy.held.filter((each) => each !== event.from);
      });
    }),
  },
}).createMachine({
  id: 'model-pool',
  context: ({ input }) => ({
    ...input,
    newest: Array.from({ length: input.models }, () => 1),
    content: [],
    wanted: [],
    waiting: [],
  }),
  on: {
    PUBLISH: { guard: 'mayPublish', actions: ['publish', 'tellPublished'] },
    QUERY_MODEL: { actions: 'answerNewest' },
    PREFETCH: [{ guard: 'isKnown' }, { actions: 'want' }],
    HOLD: [{ guard: 'isKnown', actions: 'queueUp' }, { actions: ['want', 'queueUp'] }],
    READ_BLOCK: { actions: 'answerBlock' },
    LET_GO: { actions: 'letGo' },
  },
  initial: 'idle',
  states: {
    idle: {
      description: 'Nothing is being brought in (docs/paper/facts.md 10).',
      tags: 'rest',
      always: [
        { guard: 'canServe', actions: 'serve' },
        { guard: 'hasWantedAndRoom', target: 'fetching', actions: ['tellBegun', 'begin'] },
        {
          guard: 'hasWantedAndVictim',
          target: 'fetching',
          actions: ['tellDropped', 'evict', 'tellBegun', 'begin'],
        },
      ],
    },
    fetching: {
      description: 'The blocks of a version come from the object store, one version after the other.',
      always: { guard: 'canServe', actions: 'serve' },
      after: { fetch: { target: 'idle', actions: 'complete' } },
    },
  },
});
