import { assertEvent, assign, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { PromptBlock } from './block-chain.js';
import type {
  LoadChain,
  LookUpChain,
  RankDied,
  RunTold,
  Stored,
  StoreRest,
  UseHits,
} from './sdk-protocol.js';

export interface InstanceInput {
  /** The SDKs of its ranks. */
  readonly ranks: readonly string[];
  /** What it is asked to prefill, one request after the other: the chain of blocks, for each rank. */
  readonly requests: readonly (readonly (readonly PromptBlock[])[])[];
}

export interface InstanceContext extends InstanceInput {
  /** Requests that it has ended. */
  readonly ended: number;
  /** Ranks that have told what they are asked now. */
  readonly told: number;
  /** The least that a rank has told. */
  readonly least: number;
  /** Ranks that are still storing what it has computed. */
  readonly storing: number;
}

type ToRanks = LoadChain | UseHits | StoreRest;

/**
 * A prefill instance and its ranks (docs/paper/facts.md 10): it looks for the longest prefix that is stored, loads it, computes the rest, and stores it while it goes
 * on with the next request. Ranks are asked each for its own part of the KV, and may find less than others: the least counts for all.
 */
export const cachingInstance = setup({
  types: {} as {
    context: InstanceContext;
    input: InstanceInput;
    events: RunTold | Stored | RankDied;
    tags: 'rest';
  },
  guards: {
    isOver: ({ context }) => context.ended === context.requests.length,
    haveAllTold: ({ context }) => context.told === context.ranks.length,
    arePagesFree: ({ context }) => context.storing === 0,
  },
  delays: { arrive: 1, compute: 1 },
  actions: {
    lookUp: enqueueActions(({ context, enqueue }) => {
      const chains = context.requests[context.ended]!;
      context.ranks.forEach((rank, at) => {
        const chain = chains[at]!;
        enqueue.sendTo(componentRef(rank), { type: 'LOOK_UP_CHAIN', chain } satisfies LookUpChain);
      });
    }),
    startAsking: assign(({ context }) => ({ told: 0, least: context.requests[context.ended]![0]!.length })),
    noteTold: assign(({ context, event }) => {
      assertEvent(event, ['HITS', 'IN_PAGES']);
      return { told: context.told + 1, least: Math.min(context.least, event.blocks) };
    }),
    tellRanks: enqueueActions(
      ({ context: { ranks, least: blocks }, enqueue }, { type }: { readonly type: ToRanks['type'] }) => {
        const message: ToRanks = type === 'STORE' ? { type } : { type, blocks };
        for (const rank of ranks) enqueue.sendTo(componentRef(rank), message);
      },
    ),
    startStoring: assign({ storing: ({ context }) => context.ranks.length }),
    noteStored: assign({ storing: ({ context }) => context.storing - 1 }),
    endRequest: assign({ ended: ({ context }) => context.ended + 1 }),
  },
}).createMachine({
  id: 'caching-instance',
  context: ({ input }) => ({ ...input, ended: 0, told: 0, least: 0, storing: 0 }),
  on: { STORED: { actions: 'noteStored' }, RANK_DIED: '.failed' },
  initial: 'idle',
  states: {
    idle: {
      description: 'Between two requests.',
      always: { guard: 'isOver', target: 'finished' },
      after: { arrive: { target: 'looking', actions: ['startAsking', 'lookUp'] } },
    },
    looking: {
      description: 'Its ranks look for the longest prefix that is stored (docs/paper/facts.md 10).',
      on: { HITS: { actions: 'noteTold' } },
      always: { guard: 'haveAllTold', target: 'awaitingPages' },
    },
    awaitingPages: {
      description: 'What the last request has computed is still being stored, out of its pages.',
      always: {
        guard: 'arePagesFree',
        target: 'loading',
        actions: [{ type: 'tellRanks', params: { type: 'LOAD_CHAIN' } }, 'startAsking'],
      },
    },
    loading: {
      description: 'Its ranks load the prefix over UB; a block may be gone by now (docs/paper/facts.md 10).',
      on: { IN_PAGES: { actions: 'noteTold' } },
      always: {
        guard: 'haveAllTold',
        target: 'computing',
        actions: { type: 'tellRanks', params: { type: 'USE' } },
      },
    },
    computing: {
      description: 'Computes the suffix (docs/paper/facts.md 10).',
      after: {
        compute: {
          target: 'idle',
          actions: ['startStoring', { type: 'tellRanks', params: { type: 'STORE' } }, 'endRequest'],
        },
      },
    },
    finished: { description: 'It was asked for nothing else.', tags: 'rest' },
    failed: {
      description: 'A rank has died, and what it was asked for has failed; the others may not know yet.',
      tags: 'rest',
      on: { HITS: {}, IN_PAGES: {} },
    },
  },
});
