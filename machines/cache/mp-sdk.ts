import { produce } from 'immer';
import { assertEvent, assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Block } from './block-chain.js';
import type {
  Address,
  ClusterView,
  Content,
  Data,
  Get,
  Granted,
  PutEnd,
  PutStart,
  Query,
  Read,
  ReadRefused,
  Release,
  Told,
  Write,
  Written,
} from './cache-protocol.js';
import { ownerOf } from './consistent-hashing.js';
import type { ViewChanged } from './mp-controller.js';

/** Instance to SDK: how much of a chain is there? */
export interface LookUpChain {
  readonly type: 'LOOK_UP_CHAIN';
  readonly chain: readonly Block[];
}

/** Instance to SDK: bring the first blocks of the chain into the pages of the NPU. */
export interface LoadChain {
  readonly type: 'LOAD_CHAIN';
  readonly blocks: number;
}

/** Instance to SDK: so many blocks are used, and the rest is computed. */
export interface UseHits {
  readonly type: 'USE';
  readonly blocks: number;
}

/** Instance to SDK: the rest is computed, and is to be stored. */
export interface StoreRest {
  readonly type: 'STORE';
}

/** SDK to instance: how many blocks of the chain are there, or are loaded, from its first one on. */
export interface RunTold {
  readonly type: 'HITS' | 'IN_PAGES';
  readonly blocks: number;
}

/** SDK to instance: nothing is left to be stored, and the pages may be used again. */
export interface Stored {
  readonly type: 'STORED';
}

/** A put whose write the SDMA engine has been given. */
interface Posted {
  readonly put: string;
  /** The page that is read when the write is made. */
  readonly page: number;
  readonly key: string;
  readonly address: Address;
  /** It took too long, and the block was not tried again. */
  readonly isGivenUp: boolean;
}

export interface SdkInput {
  readonly self: string;
  readonly instance: string;
  readonly tenant: number;
  readonly view: ClusterView;
  /** Blocks that the pages of the NPU hold. */
  readonly pages: number;
  /** Times that it takes a write for failed since it takes too long. */
  readonly timeouts: number;
}

export interface SdkContext extends SdkInput {
  readonly chain: readonly Block[];
  /** Blocks of the chain that are to be loaded. */
  readonly wanted: number;
  /** The block of the chain that is asked for. */
  readonly at: number;
  /** Blocks of the chain that were found, or are loaded. */
  readonly found: number;
  /** Where the block is that is to be read next. */
  readonly address: Address | null;
  /** Blocks that the instance uses, of those that are loaded. */
  readonly used: number;
  /** By page. */
  readonly contents: readonly (Content | null)[];
  /** Blocks to be stored, by their pages; the first is the one that is being stored. */
  readonly toStore: readonly { readonly page: number; readonly block: Block }[];
  /** The put that is under way. */
  readonly put: Posted | null;
  /** Puts that were started. */
  readonly puts: number;
  /** Times that a write took too long. */
  readonly timedOut: number;
  /** Writes that the SDMA engine has yet to make, in order. */
  readonly posted: readonly Posted[];
}

/** A block is asked for, to be read. */
export interface GetObservation {
  readonly type: 'GET_BEGUN';
  readonly key: string;
}

/** A block was had, or was not to be had. */
export interface GotObservation {
  readonly type: 'GOT';
  readonly key: string;
  readonly tenant: number;
  readonly isHit: boolean;
  readonly content: Content | null;
}

/** An SDK was told whether a block of the chain is there, or has seen whether it is to be had. */
export interface BlockObservation {
  readonly type: 'BLOCK_TOLD';
  /** Its place in the chain. */
  readonly at: number;
  readonly isThere: boolean;
}

/** An SDK has told its instance how many blocks of the chain are there, or are loaded. */
export interface RunObservation {
  readonly type: 'RUN_TOLD';
  readonly blocks: number;
}

const serverOf = ({ view }: SdkContext, key: string): string | undefined =>
  ownerOf(
    key,
    view.members.map(({ server }) => server),
  );

const blockAt = ({ chain, at }: SdkContext): Block => chain[at]!;

const hits = { type: 'tellRun', params: { type: 'HITS' } } as const;
const inPages = { type: 'tellRun', params: { type: 'IN_PAGES' } } as const;
/** What was read is not to be used. */
const failed = ['tellGot', 'tellBlock', 'dropPage', 'dropAddress', inPages] as const;

/**
 * The MP SDK in the process of one rank (docs/paper/facts.md 10): it finds the server of a key in its view of the cluster, asks it for addresses, and lets the SDMA engine
 * of the NPU read and write them. Blocks are stored while the instance goes on with its next request. A write that was given to the
 * engine is never cancelled: who waits no longer for one still ends its put when it lands.
 */
export const mpSdk = setup({
  types: {} as {
    context: SdkContext;
    input: SdkInput;
    events:
      | LookUpChain
      | LoadChain
      | UseHits
      | StoreRest
      | Told
      | Granted
      | Data
      | ReadRefused
      | Written
      | ViewChanged;
    emitted: GetObservation | GotObservation | BlockObservation | RunObservation;
    tags: 'rest';
  },
  guards: {
    hasAll: ({ context }) => context.at === context.chain.length,
    hasWanted: ({ context }) => context.at === context.wanted,
    hasServer: ({ context }) => serverOf(context, blockAt(context).key) !== undefined,
    hasNoServer: ({ context }) => serverOf(context, blockAt(context).key) === undefined,
    hasNothingToStore: ({ context }) => context.toStore.length === 0,
    hasServerToStore: ({ context }) => serverOf(context, context.toStore[0]!.block.key) !== undefined,
    hasNoServerToStore: ({ context }) => serverOf(context, context.toStore[0]!.block.key) === undefined,
    isAwaited: ({ context, event }) => {
      assertEvent(event, ['WRITTEN', 'WRITE_REFUSED']);
      return context.put?.put === event.put;
    },
    mayTimeOut: ({ context }) => context.timeouts > context.timedOut,
    mayTryAgain: ({ context }) => context.timedOut === 0,
    isLate: ({ context, event }) => {
      assertEvent(event, 'WRITTEN');
      return context.put?.put !== event.put;
    },
    hasWrites: ({ context }) => context.posted.length > 0,
    hasNoWrites: ({ context }) => context.posted.length === 0,
  },
  delays: { ask: 1, read: 1, tell: 1, transfer: 1, patience: 1 },
  actions: {
    takeView: assign(({ event }) => {
      assertEvent(event, 'VIEW');
      return { view: event.view };
    }),
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
    fillRest: assign(({ context }) =>
      produce(context, (draft) => {
        const { tenant, used } = context;
        context.chain.forEach(({ key }, page) => {
          if (page >= used) draft.contents[page] = { key, tenant };
        });
        const blocks = context.chain.map((block, page) => ({ page, block: { ...block } }));
        draft.toStore = blocks.slice(used);
      }),
    ),
    startPut: enqueueActions(({ context, enqueue }) => {
      const { key, parent } = context.toStore[0]!.block;
      const { tenant, self: from, puts } = context;
      const start: PutStart = { type: 'PUT_START', key, parent, tenant, put: `${from}#${puts}`, from };
      enqueue.sendTo(componentRef(serverOf(context, key)!), start);
    }),
    post: assign(({ context, event }) => {
      assertEvent(event, 'STARTED');
      const { page, block } = context.toStore[0]!;
      const { self, puts, posted } = context;
      const { address } = event;
      const put: Posted = { put: `${self}#${puts}`, page, key: block.key, address, isGivenUp: false };
      return { put, puts: puts + 1, posted: [...posted, put] };
    }),
    transfer: enqueueActions(({ context, enqueue }) => {
      const [{ put, page, address }] = context.posted as [Posted];
      const { slot, since } = address;
      const content = context.contents[page]!;
      const write: Write = { type: 'WRITE', slot, since, content, put, from: context.self };
      enqueue.sendTo(componentRef(address.memory), write);
    }),
    noteWritten: assign(({ context, event }) => {
      assertEvent(event, ['WRITTEN', 'WRITE_REFUSED']);
      return { posted: context.posted.filter(({ put }) => put !== event.put) };
    }),
    endLate: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'WRITTEN');
      const { key, put, address, isGivenUp } = context.posted.find((each) => each.put === event.put)!;
      const type = isGivenUp ? 'PUT_REVOKE' : 'PUT_END';
      enqueue.sendTo(componentRef(address.server), { type, key, put, from: context.self } satisfies PutEnd);
    }),
    endPut: enqueueActions(({ context: { put, self: from }, enqueue }) => {
      const end: PutEnd = { type: 'PUT_END', key: put!.key, put: put!.put, from };
      enqueue.sendTo(componentRef(put!.address.server), end);
    }),
    giveUp: assign(({ context }) =>
      produce(context, (draft) => {
        for (const posted of draft.posted) if (posted.put === context.put!.put) posted.isGivenUp = true;
      }),
    ),
    dropPut: assign({ put: null }),
    countTimeout: assign({ timedOut: ({ context }) => context.timedOut + 1 }),
    nextToStore: assign({ toStore: ({ context }) => context.toStore.slice(1) }),
    tellStored: sendTo(
      componentRef(({ context }) => context.instance),
      { type: 'STORED' } satisfies Stored,
    ),
  },
}).createMachine({
  id: 'mp-sdk',
  context: ({ input }) => ({
    ...input,
    chain: [],
    wanted: 0,
    at: 0,
    found: 0,
    address: null,
    used: 0,
    contents: Array.from({ length: input.pages }, () => null),
    toStore: [],
    put: null,
    puts: 0,
    timedOut: 0,
    posted: [],
  }),
  type: 'parallel',
  on: { VIEW: { actions: 'takeView' } },
  states: {
    reading: {
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
    },
    storing: {
      description: 'Stores what was computed, while the instance goes on (docs/paper/facts.md 10).',
      initial: 'idle',
      states: {
        idle: {
          description: 'Has nothing to store.',
          tags: 'rest',
          on: { STORE: { target: 'starting', actions: 'fillRest' } },
        },
        starting: {
          description: 'Asks for space for the next block.',
          always: [
            { guard: 'hasNothingToStore', target: 'draining' },
            {
              guard: 'hasNoServerToStore',
              target: 'starting',
              reenter: true,
              actions: 'nextToStore',
            },
          ],
          after: { ask: { actions: 'startPut' } },
          on: {
            STARTED: { target: 'writing', actions: 'post' },
            THERE: { target: 'starting', reenter: true, actions: 'nextToStore' },
            NO_SPACE: { target: 'starting', reenter: true, actions: 'nextToStore' },
            LOST: { target: 'starting', reenter: true, actions: 'nextToStore' },
          },
        },
        writing: {
          description: 'Waits until the write has landed; for so long, if it may take it for failed.',
          initial: 'waiting',
          on: {
            WRITTEN: { guard: 'isAwaited', target: 'ending' },
            WRITE_REFUSED: { guard: 'isAwaited', target: 'starting', actions: ['dropPut', 'nextToStore'] },
          },
          states: {
            waiting: {
              description: 'The write is on its way.',
              always: { guard: 'mayTimeOut', target: 'timed' },
            },
            timed: {
              description: 'The write is on its way, and is waited for no longer than a time.',
              after: {
                patience: [
                  {
                    guard: 'mayTryAgain',
                    target: '#mp-sdk.storing.starting',
                    actions: ['countTimeout', 'dropPut'],
                  },
                  {
                    target: '#mp-sdk.storing.starting',
                    actions: ['countTimeout', 'giveUp', 'dropPut', 'nextToStore'],
                  },
                ],
              },
            },
          },
        },
        ending: {
          description: 'The block has been written, and is to be seen.',
          after: { tell: { target: 'starting', actions: ['endPut', 'dropPut', 'nextToStore'] } },
        },
        draining: {
          description: 'The pages are needed until the last write has been made.',
          always: { guard: 'hasNoWrites', target: 'idle', actions: 'tellStored' },
        },
      },
    },
    sdma: {
      description: 'The SDMA engine of the NPU makes the writes that it was given, in order.',
      initial: 'idle',
      states: {
        idle: {
          description: 'Has no writes to make.',
          tags: 'rest',
          always: { guard: 'hasWrites', target: 'transferring' },
        },
        transferring: {
          description: 'Copies a page into a slot, over UB.',
          after: { transfer: { actions: 'transfer' } },
          on: {
            WRITTEN: [
              { guard: 'isLate', target: 'idle', actions: ['endLate', 'noteWritten'] },
              { target: 'idle', actions: 'noteWritten' },
            ],
            WRITE_REFUSED: { target: 'idle', actions: 'noteWritten' },
          },
        },
      },
    },
  },
});
