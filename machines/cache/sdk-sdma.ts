import { assertEvent, assign, enqueueActions } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { PutEnd, Write } from './cache-protocol.js';
import type { Posted } from './sdk-context.js';
import { storingSdk } from './sdk-storing.js';

/** What an SDK does about the writes that its engine was given. */
export const sdmaSdk = storingSdk.extend({
  guards: {
    isLate: ({ context, event }) => {
      assertEvent(event, 'WRITTEN');
      return context.put?.put !== event.put;
    },
    isDead: ({ context }) => context.isDead,
    hasWrites: ({ context }) => context.posted.length > 0,
  },
  delays: { transfer: 1 },
  actions: {
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
  },
});

/** How the writes of an SDK are made. */
export const sdmaRegion = sdmaSdk.createStateConfig({
  description:
    'The SDMA engine of the NPU makes the writes that it was given, in order, even if its process has died.',
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
          { guard: 'isDead', target: 'idle', actions: 'noteWritten' },
          { guard: 'isLate', target: 'idle', actions: ['endLate', 'noteWritten'] },
          { target: 'idle', actions: 'noteWritten' },
        ],
        WRITE_REFUSED: { target: 'idle', actions: 'noteWritten' },
      },
    },
  },
});
