import { produce } from 'immer';
import { assertEvent, assign, enqueueActions, sendTo } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { PutEnd, PutStart } from './cache-protocol.js';
import { nextPut, type Posted, serverOf } from './sdk-context.js';
import { readingSdk } from './sdk-reading.js';
import type { Stored } from './sdk-protocol.js';

/** What an SDK asks when it stores. */
export const storingSdk = readingSdk.extend({
  guards: {
    hasNothingToStore: ({ context }) => context.toStore.length === 0,
    hasNoServerToStore: ({ context }) => serverOf(context, context.toStore[0]!.block.key) === undefined,
    isAwaited: ({ context, event }) => {
      assertEvent(event, ['WRITTEN', 'WRITE_REFUSED']);
      return context.put?.put === event.put;
    },
    isAsked: ({ context, event }) => {
      assertEvent(event, ['STARTED', 'THERE', 'NO_SPACE', 'LOST']);
      return (event.type === 'LOST' ? event.of : event.put) === nextPut(context);
    },
    mayLosePuts: ({ context }) => context.loses === 'puts',
    mayTimeOut: ({ context }) => context.timeouts > context.timedOut,
    mayTryAgain: ({ context }) => context.timedOut === 0,
    hasNoWrites: ({ context }) => context.posted.length === 0,
  },
  delays: { tell: 1 },
  actions: {
    fillRest: assign(({ context }) =>
      produce(context, (draft) => {
        const { tenant, used } = context;
        context.chain.forEach(({ key, holds }, page) => {
          if (page >= used) draft.contents[page] = { key, holds, tenant };
        });
        const blocks = context.chain.map((block, page) => ({ page, block: { ...block } }));
        draft.toStore = blocks.slice(used);
      }),
    ),
    startPut: enqueueActions(({ context, enqueue }) => {
      const { key, parent } = context.toStore[0]!.block;
      const { tenant, self: from } = context;
      const start: PutStart = { type: 'PUT_START', key, parent, tenant, put: nextPut(context), from };
      enqueue.sendTo(componentRef(serverOf(context, key)!), start);
    }),
    post: assign(({ context, event }) => {
      assertEvent(event, 'STARTED');
      const { page, block } = context.toStore[0]!;
      const { puts, posted } = context;
      const { address } = event;
      const put: Posted = { put: nextPut(context), page, key: block.key, address, isGivenUp: false };
      return { put, puts: puts + 1, posted: [...posted, put] };
    }),
    // Another put is not taken for the one that may have been given space.
    skipPut: assign({ puts: ({ context }) => context.puts + 1 }),
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
});

/** How an SDK stores what was computed, a block after the other. */
export const storingRegion = storingSdk.createStateConfig({
  description: 'Stores what was computed, while the instance goes on (docs/paper/facts.md 10).',
  initial: 'idle',
  on: {
    DIE: { guard: 'mayDie', target: '.dead' },
    // Of answers that come late nobody takes notice.
    STARTED: {},
    THERE: {},
    NO_SPACE: {},
  },
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
      after: { ask: { target: 'asking', actions: 'startPut' } },
    },
    asking: {
      description: 'The server finds space within the quota of the tenant, unless it has the block.',
      on: {
        STARTED: { guard: 'isAsked', target: 'writing', actions: 'post' },
        THERE: { guard: 'isAsked', target: 'starting', actions: 'nextToStore' },
        NO_SPACE: { guard: 'isAsked', target: 'starting', actions: 'nextToStore' },
        LOST: { guard: 'isAsked', target: 'starting', actions: 'nextToStore' },
      },
      initial: 'waiting',
      states: {
        waiting: {
          description: 'It is answered.',
          always: { guard: 'mayLosePuts', target: 'timed' },
        },
        timed: {
          description: 'The answer may be lost, and is waited for no longer than a time.',
          after: { patience: { target: '#mp-sdk.storing.starting', actions: ['skipPut', 'nextToStore'] } },
        },
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
    dead: {
      description: 'Its process has died, and ends no put.',
      tags: 'rest',
    },
  },
});
