import { assertEvent, assign, emit, enqueueActions } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Block } from './block-chain.js';
import type { Get, Query, Read, Release } from './cache-protocol.js';
import { sdkParts, type SdkContext, serverOf } from './sdk-context.js';
import type { BlockObservation, GotObservation, RunTold } from './sdk-protocol.js';

const blockAt = ({ chain, at }: SdkContext): Block => chain[at]!;

const hits = { type: 'tellRun', params: { type: 'HITS' } } as const;
const inPages = { type: 'tellRun', params: { type: 'IN_PAGES' } } as const;
/** What was read is not to be used. */
const failed = ['tellGot', 'tellBlock', 'dropPage', 'dropAddress', inPages] as const;

/** What an SDK asks when it reads. */
export const readingSdk = sdkParts.extend({
  guards: {
    hasAll: ({ context }) => context.at === context.chain.length,
    hasWanted: ({ context }) => context.at === context.wanted,
    hasServer: ({ context }) => serverOf(context, blockAt(context).key) !== undefined,
    hasNoServer: ({ context }) => serverOf(context, blockAt(context).key) === undefined,
  },
  delays: { ask: 1, read: 1 },
  actions: {
    beginChain: assign(({ event }) => {
      assertEvent(event, 'LOOK_UP_CHAIN');
      return { chain: event.chain, at: 0, found: 0, used: 0 };
    }),
    query: enqueueActions(({ context, enqueue }) => {
      const { key } = blockAt(context);
      const query: Query = { type: 'QUERY', key, from: context.self };
      enqueue.sendTo(componentRef(serverOf(context, key)!), query);
    }),
    tellBlock: emit(({ context, event }): BlockObservation => ({
      type: 'BLOCK_TOLD',
      at: context.at,
      isThere: event.type === 'PRESENT' || event.type === 'VALID',
    })),
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
      const get: Get = { type: 'GET', key, parent, tenant, from };
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
      const { slot, since } = context.address!;
      const release: Release = { type: 'RELEASE', slot, since, from: context.self };
      enqueue.sendTo(componentRef(context.address!.server), release);
    }),
    tellGot: emit(({ context, event }): GotObservation => ({
      type: 'GOT',
      key: blockAt(context).key,
      tenant: context.tenant,
      isHit: event.type === 'VALID',
      content: context.contents[context.at]!,
    })),
    dropPage: assign(({ context }) => ({ contents: context.contents.with(context.at, null) })),
    dropAddress: assign({ address: null }),
    useHits: assign(({ event }) => {
      assertEvent(event, 'USE');
      return { used: event.blocks };
    }),
  },
});

/** How an SDK finds the longest prefix that is stored, and loads it. */
export const readingRegion = readingSdk.createStateConfig({
  description: 'Looks for the longest prefix that is stored, and loads it (docs/paper/facts.md 10).',
  initial: 'idle',
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
        PRESENT: { target: 'looking', reenter: true, actions: ['tellBlock', 'countFound', 'nextBlock'] },
        ABSENT: { target: 'idle', actions: ['tellBlock', hits] },
        LOST: { target: 'idle', actions: ['tellBlock', hits] },
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
        ADDRESS: { target: 'copying', actions: 'noteAddress' },
        MISS: { target: 'idle', actions: ['tellGot', 'tellBlock', inPages] },
        LOST: { target: 'idle', actions: ['tellGot', 'tellBlock', inPages] },
      },
    },
    copying: {
      description:
        'The SDMA engine reads the block over UB; then the server is asked whether it was kept in its place.',
      after: { read: { actions: 'read' } },
      on: {
        DATA: { actions: ['fillPage', 'release'] },
        VALID: {
          target: 'loading',
          actions: ['tellGot', 'tellBlock', 'dropAddress', 'countFound', 'nextBlock'],
        },
        EXPIRED: { target: 'idle', actions: failed },
        READ_REFUSED: { target: 'idle', actions: failed },
      },
    },
  },
});
