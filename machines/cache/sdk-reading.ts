import { assertEvent, assign, emit, enqueueActions, sendTo } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Block } from './block-chain.js';
import type { Get, Query, Read, Release } from './cache-protocol.js';
import { sdkParts, type SdkContext, serverOf, thisRead } from './sdk-context.js';
import type {
  AnswerObservation,
  BlockObservation,
  GotObservation,
  RankDied,
  RunTold,
} from './sdk-protocol.js';

const blockAt = ({ chain, at }: SdkContext): Block => chain[at]!;

const hits = { type: 'tellRun', params: { type: 'HITS' } } as const;
const inPages = { type: 'tellRun', params: { type: 'IN_PAGES' } } as const;
/** The block is not to be had. */
const missed = ['tellGot', 'tellBlock', inPages] as const;
/** What was read is not to be used. */
const failed = ['tellGot', 'tellBlock', 'dropPage', 'dropAddress', inPages] as const;

/** What an SDK asks when it reads. */
export const readingSdk = sdkParts.extend({
  guards: {
    hasAll: ({ context }) => context.at === context.chain.length,
    hasWanted: ({ context }) => context.at === context.wanted,
    hasNoServer: ({ context }) => serverOf(context, blockAt(context).key) === undefined,
    isOfRead: ({ context, event }) => {
      assertEvent(event, ['ADDRESS', 'MISS', 'LOST', 'VALID', 'EXPIRED']);
      return (event.type === 'LOST' ? event.of : event.read) === thisRead(context);
    },
    mayLoseReads: ({ context }) => context.loses === 'reads',
  },
  delays: { ask: 1, read: 1, patience: 1 },
  actions: {
    beginChain: assign(({ event }) => {
      assertEvent(event, 'LOOK_UP_CHAIN');
      return { chain: event.chain, at: 0, found: 0, used: 0 };
    }),
    query: enqueueActions(({ context, enqueue }) => {
      const { key } = blockAt(context);
      const query: Query = { type: 'QUERY', key, read: thisRead(context), from: context.self };
      enqueue.sendTo(componentRef(serverOf(context, key)!), query);
    }),
    tellBlock: emit(({ context, event }): BlockObservation => ({
      type: 'BLOCK_TOLD',
      at: context.at,
      isThere: event.type === 'PRESENT' || event.type === 'VALID',
    })),
    tellAnswered: emit(({ context, event }): AnswerObservation => {
      const { key } = blockAt(context);
      return { type: 'ANSWERED', key, server: serverOf(context, key)!, isThere: event.type === 'PRESENT' };
    }),
    countFound: assign({ found: ({ context }) => context.found + 1 }),
    nextBlock: assign({ at: ({ context }) => context.at + 1 }),
    tellRun: enqueueActions(
      ({ context: { instance, found: blocks }, enqueue }, { type }: { readonly type: RunTold['type'] }) => {
        enqueue.emit({ type: 'RUN_TOLD', blocks });
        enqueue.sendTo(componentRef(instance), { type, blocks } satisfies RunTold);
      },
    ),
    beginLoad: assign(({ event, context }) => {
      assertEvent(event, 'LOAD_CHAIN');
      return { wanted: event.blocks, at: 0, found: 0, contents: context.contents.map(() => null) };
    }),
    get: enqueueActions(({ context, enqueue }) => {
      const { key, parent } = blockAt(context);
      const { tenant, self: from } = context;
      enqueue.emit({ type: 'GET_BEGUN', key });
      const get: Get = { type: 'GET', key, parent, tenant, read: thisRead(context), from };
      enqueue.sendTo(componentRef(serverOf(context, key)!), get);
    }),
    noteAddress: assign(({ event }) => {
      assertEvent(event, 'ADDRESS');
      return { address: event.address };
    }),
    read: enqueueActions(({ context: { address, self: from }, enqueue }) => {
      const { memory, slot, since } = address!;
      enqueue.sendTo(componentRef(memory), { type: 'READ', slot, since, from } satisfies Read);
    }),
    fillPage: assign(({ context, event }) => {
      assertEvent(event, 'DATA');
      return { contents: context.contents.with(context.at, event.content) };
    }),
    release: enqueueActions(({ context, enqueue }) => {
      const { server, slot } = context.address!;
      enqueue.sendTo(componentRef(server), {
        type: 'RELEASE',
        slot,
        read: thisRead(context),
        from: context.self,
      } satisfies Release);
    }),
    tellGot: emit(({ context, event }): GotObservation => ({
      type: 'GOT',
      key: blockAt(context).key,
      tenant: context.tenant,
      isHit: event.type === 'VALID',
      content: context.contents[context.at]!,
    })),
    dropPage: assign(({ context }) => ({ contents: context.contents.with(context.at, null) })),
    // Its answer, if it comes, is not taken for that of another one.
    giveUpRead: assign({ givenUp: ({ context }) => context.givenUp + 1 }),
    dropAddress: assign({ address: null }),
    useHits: assign(({ event }) => {
      assertEvent(event, 'USE');
      return { used: event.blocks };
    }),
    die: assign({ isDead: true, mayDie: false, address: null, toStore: [], put: null }),
    tellDied: sendTo(
      componentRef(({ context }) => context.instance),
      { type: 'RANK_DIED' } satisfies RankDied,
    ),
  },
});

/** How an SDK finds the longest prefix that is stored, and loads it. */
export const readingRegion = readingSdk.createStateConfig({
  description: 'Looks for the longest prefix that is stored, and loads it (docs/paper/facts.md 10).',
  initial: 'idle',
  on: {
    DIE: { guard: 'mayDie', target: '.dead', actions: ['die', 'tellDied'] },
    // Of answers that come late nobody takes notice.
    ADDRESS: {},
    MISS: {},
    LOST: {},
    VALID: {},
    EXPIRED: {},
  },
  states: {
    idle: {
      description: 'Waits for the instance.',
      tags: 'rest',
      on: {
        LOOK_UP_CHAIN: { target: 'looking', actions: 'beginChain' },
        LOAD_CHAIN: { target: 'loading', actions: 'beginLoad' },
        USE: { actions: 'useHits' },
      },
    },
    looking: {
      description: 'Asks for one block of the chain after the other, until one is not there.',
      always: [
        { guard: 'hasAll', target: 'idle', actions: hits },
        { guard: 'hasNoServer', target: 'idle', actions: hits },
      ],
      after: { ask: { actions: 'query' } },
      on: {
        PRESENT: {
          target: 'looking',
          reenter: true,
          actions: ['tellAnswered', 'tellBlock', 'countFound', 'nextBlock'],
        },
        ABSENT: { target: 'idle', actions: ['tellAnswered', 'tellBlock', hits] },
        LOST: { guard: 'isOfRead', target: 'idle', actions: ['tellBlock', hits] },
      },
    },
    loading: {
      description: 'Asks for the address of the next block, unless it has all that are wanted.',
      always: [
        { guard: 'hasWanted', target: 'idle', actions: inPages },
        { guard: 'hasNoServer', target: 'idle', actions: inPages },
      ],
      after: { ask: { target: 'awaitingAddress', actions: 'get' } },
    },
    awaitingAddress: {
      description: 'The server finds the block, in its memory or in EVS.',
      on: {
        ADDRESS: { guard: 'isOfRead', target: 'copying', actions: 'noteAddress' },
        MISS: { guard: 'isOfRead', target: 'idle', actions: missed },
        LOST: { guard: 'isOfRead', target: 'idle', actions: missed },
      },
      initial: 'waiting',
      states: {
        waiting: {
          description: 'It is answered.',
          always: { guard: 'mayLoseReads', target: 'timed' },
        },
        timed: {
          description: 'The answer may be lost, and is waited for no longer than a time.',
          after: { patience: { target: '#mp-sdk.reading.idle', actions: [...missed, 'giveUpRead'] } },
        },
      },
    },
    copying: {
      description: 'The SDMA engine reads the block over UB.',
      after: { read: { actions: 'read' } },
      on: {
        DATA: { target: 'checking', actions: ['fillPage', 'release'] },
        READ_REFUSED: { target: 'idle', actions: failed },
      },
    },
    checking: {
      description: 'The server is asked whether the block was kept in its place while it was read.',
      on: {
        VALID: {
          guard: 'isOfRead',
          target: 'loading',
          actions: ['tellGot', 'tellBlock', 'dropAddress', 'countFound', 'nextBlock'],
        },
        EXPIRED: { guard: 'isOfRead', target: 'idle', actions: failed },
      },
      initial: 'waiting',
      states: {
        waiting: {
          description: 'It is answered.',
          always: { guard: 'mayLoseReads', target: 'timed' },
        },
        timed: {
          description: 'The answer may be lost, and is waited for no longer than a time.',
          after: { patience: { target: '#mp-sdk.reading.idle', actions: [...failed, 'giveUpRead'] } },
        },
      },
    },
    dead: {
      description: 'Its process has died, and what it has asked for comes to nobody.',
      tags: 'rest',
    },
  },
});
