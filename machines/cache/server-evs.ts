import { assertEvent, enqueueActions, sendTo } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Missed } from './cache-protocol.js';
import { changed, withoutSlot } from './dram-tier.js';
import type { ReadIn } from './evs-tier.js';
import { refundOf, type ServerContext } from './server-context.js';
import { putsServer } from './server-puts.js';
import type { Flush } from './server-memory.js';

const loadingSlot = ({ tier }: ServerContext): number =>
  tier.slots.findIndex(({ state }) => state === 'loading');
const dirtySlot = ({ tier }: ServerContext): number => tier.slots.findIndex(({ isDirty }) => isDirty);

/** What a server does with EVS behind it. */
export const evsServer = putsServer.extend({
  guards: {
    isDirty: ({ context }) => dirtySlot(context) >= 0,
    isLoading: ({ context }) => loadingSlot(context) >= 0,
  },
  delays: { flush: 1, load: 1 },
  actions: {
    flush: enqueueActions(({ context, enqueue }) => {
      const slot = dirtySlot(context);
      const { key, parent } = context.tier.slots[slot]!;
      enqueue.sendTo(componentRef(context.memory), { type: 'FLUSH', slot, key, parent } satisfies Flush);
      enqueue.assign(({ context }) => ({ tier: changed(context.tier, slot, { isDirty: false }) }));
    }),
    readIn: sendTo(componentRef('evs'), ({ context }): ReadIn => {
      const slot = loadingSlot(context);
      const { self: server, memory, tier } = context;
      return { type: 'READ_IN', server, memory, slot, key: tier.slots[slot]!.key };
    }),
    giveUpLoad: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'GONE');
      const { readers, of: read } = context.tier.slots[event.slot]!;
      const [from] = readers;
      enqueue.sendTo(componentRef(from!), { type: 'MISS', read } satisfies Missed);
      enqueue.sendTo(componentRef('controller'), refundOf(context, event.slot));
      enqueue.assign({ tier: withoutSlot(context.tier, event.slot) });
    }),
  },
});

/** How every write goes to EVS, too. */
export const writeThroughRegion = evsServer.createStateConfig({
  description: 'Every write also goes to EVS (docs/paper/facts.md 10).',
  initial: 'clean',
  states: {
    clean: {
      description: 'EVS has been given all blocks.',
      always: { guard: 'isDirty', target: 'dirty' },
    },
    dirty: {
      description: 'EVS has yet to be given a block.',
      after: { flush: { target: 'clean', actions: 'flush' } },
    },
  },
});

/** How blocks come back from EVS. */
export const recoveryRegion = evsServer.createStateConfig({
  description: 'What is not in memory, or was lost with it, is read from EVS (docs/paper/facts.md 10).',
  initial: 'idle',
  states: {
    idle: {
      description: 'Nobody has asked for a block that is in EVS only.',
      always: { guard: 'isLoading', target: 'reading' },
    },
    reading: {
      description: 'A block is on its way from EVS to its slot.',
      after: { load: { actions: 'readIn' } },
      on: {
        LOADED: { target: 'idle', actions: ['tellKept', 'keepInPlace', 'complete'] },
        GONE: { target: 'idle', actions: 'giveUpLoad' },
      },
    },
  },
});
