import { assertEvent, assign, cancel, emit, enqueueActions, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type {
  Address,
  CopyObservation,
  Get,
  Granted,
  PutEnd,
  PutStart,
  Query,
  Release,
  SpaceRequest,
  Told,
} from './cache-protocol.js';
import {
  changed,
  completed,
  type DramTier,
  emptyTier,
  freeSlot,
  type Slot,
  slotOf,
  touched,
  usedSlots,
  victimOf,
  withoutSlot,
  withRequest,
} from './dram-tier.js';
import type { Fetch, Found, Gone, Loaded, LookUp, ReadIn } from './evs-tier.js';
import type { Charge, Charged, Joined, Refund } from './mp-controller.js';
import { type Flush, UNREGISTERED } from './server-memory.js';

/** A put has taken long enough for another one to take its place. */
interface PutIsOld {
  readonly type: 'PUT_IS_OLD';
  readonly put: string;
}

/** An SDK has not told in time that it has read what it was told the address of. */
interface LeaseIsOver {
  readonly type: 'LEASE_IS_OVER';
  readonly from: string;
}

/** The environment takes the server down: what is in its memory is lost. */
interface Lose {
  readonly type: 'LOSE';
}

type ServerEvent =
  | Query
  | Get
  | Release
  | PutStart
  | PutEnd
  | Found
  | Loaded
  | Gone
  | Charged
  | Joined
  | PutIsOld
  | LeaseIsOver
  | Lose;

export interface ServerInput {
  readonly self: string;
  /** Id of the memory that it gives away the slots of. */
  readonly memory: string;
  readonly slots: number;
  /** Slots above which it evicts before it needs space; as many as there are slots: never. */
  readonly high: number;
  readonly since: number;
  /** Times that it may be lost. */
  readonly losses: number;
}

export interface ServerContext extends ServerInput {
  readonly tier: DramTier;
}

const ageId = (put: string): string => `age of ${put}`;
const leaseId = (from: string): string => `lease of ${from}`;
const copy = (
  type: CopyObservation['type'],
  { key, parent }: Slot,
  why: CopyObservation['why'],
): CopyObservation => ({ type, key, parent, why });
const putSlot = ({ tier }: ServerContext, put: string, state: Slot['state']): number =>
  tier.slots.findIndex((slot) => slot.put === put && slot.state === state);
const loadingSlot = ({ tier }: ServerContext): number =>
  tier.slots.findIndex(({ state }) => state === 'loading');
const dirtySlot = ({ tier }: ServerContext): number => tier.slots.findIndex(({ isDirty }) => isDirty);

/** For what a slot is evicted: to keep within the quota of a tenant only a block of his own is of help. */
function roomOf(event: ServerEvent): NonNullable<Parameters<typeof victimOf>[1]> {
  if (event.type === 'OVER_QUOTA') return { tenant: event.request.tenant, parent: event.request.parent };
  return event.type === 'WITHIN_QUOTA' ? { parent: event.request.parent } : {};
}

/** What the controller is told of a slot that is given back. */
const refundOf = ({ self, tier }: ServerContext, at: number): Refund => ({
  type: 'REFUND',
  server: self,
  tenant: tier.slots[at]!.tenant,
});

/** A block goes, and its tenant has one less. */
const evicting = ['tellEvicted', 'refundVictim', 'evict'] as const;

/** The slot that an event is about, by key. */
function slotWith({ tier }: ServerContext, { key }: { readonly key: string }): Slot | undefined {
  return tier.slots[slotOf(tier, key)];
}

/**
 * The MP server of a node (docs/paper/facts.md 10): it gives away the slots of its memory. A put has a slot from PUT_START to its end, which names the put itself: when
 * it takes too long another put of the same key takes its place, and its slot is kept until it has ended, as its write may still land
 * (https://github.com/kvcache-ai/Mooncake/pull/993, https://github.com/kvcache-ai/Mooncake/issues/3030). A read is kept in its place by a lease, which ends
 * by itself.
 *
 * It knows the `controller`, and the tier of EVS as `evs`.
 */
export const mpServer = setup({
  types: {} as {
    context: ServerContext;
    input: ServerInput;
    events: ServerEvent;
    emitted: CopyObservation;
    tags: 'rest';
  },
  guards: {
    isComplete: ({ context, event }) => {
      assertEvent(event, ['QUERY', 'GET', 'PUT_START']);
      return slotWith(context, event)?.state === 'complete';
    },
    isUnderWay: ({ context, event }) => {
      assertEvent(event, 'GET');
      return slotWith(context, event) !== undefined;
    },
    isYoung: ({ context, event }) => {
      assertEvent(event, 'PUT_START');
      return slotWith(context, event)?.isOld === false;
    },
    isOvertaken: ({ context, event }) => {
      assertEvent(event, 'PUT_START');
      return slotWith(context, event)?.isOld === true;
    },
    isPutOfSlot: ({ context, event }) => {
      assertEvent(event, ['PUT_END', 'PUT_REVOKE']);
      return putSlot(context, event.put, 'writing') >= 0;
    },
    isDiscarded: ({ context, event }) => {
      assertEvent(event, ['PUT_END', 'PUT_REVOKE']);
      return putSlot(context, event.put, 'discarded') >= 0;
    },
    isKeptInPlace: ({ context, event }) => {
      assertEvent(event, 'RELEASE');
      const slot = context.tier.slots[event.slot]!;
      return event.since === context.since && slot.readers.includes(event.from);
    },
    isForPut: ({ event }) => {
      assertEvent(event, ['WITHIN_QUOTA', 'OVER_QUOTA']);
      return event.request.kind === 'put';
    },
    hasFreeSlot: ({ context }) => freeSlot(context.tier) >= 0,
    hasVictim: ({ context, event }) => victimOf(context.tier, roomOf(event)) !== undefined,
    mayNotEvict: ({ context }) => victimOf(context.tier) === undefined,
    mustEvict: ({ context: { tier, high } }) => usedSlots(tier) > high && victimOf(tier) !== undefined,
    staysAboveLow: ({ context: { tier, high } }) => usedSlots(tier) > high,
    isDirty: ({ context }) => dirtySlot(context) >= 0,
    isLoading: ({ context }) => loadingSlot(context) >= 0,
    mayBeLost: ({ context }) => context.losses > 0,
  },
  delays: { age: 1, lease: 1, flush: 1, evict: 1, load: 1, notice: 1, restart: 1 },
  actions: {
    answer: enqueueActions(({ event, enqueue }, { type }: { readonly type: Told['type'] }) => {
      assertEvent(event, ['QUERY', 'GET', 'RELEASE', 'PUT_START', 'WITHIN_QUOTA', 'OVER_QUOTA']);
      const from = 'request' in event ? event.request.from : event.from;
      enqueue.sendTo(componentRef(from), { type } satisfies Told);
    }),
    lookInEvs: sendTo(componentRef('evs'), ({ event }): LookUp => {
      assertEvent(event, 'QUERY');
      return { type: 'LOOK_UP', key: event.key, from: event.from };
    }),
    fetchFromEvs: sendTo(componentRef('evs'), ({ context, event }): Fetch => {
      assertEvent(event, 'GET');
      const { key, parent, tenant, from } = event;
      return {
        type: 'FETCH',
        server: context.self,
        request: { kind: 'load', key, parent, tenant, from, put: '' },
      };
    }),
    charge: sendTo(componentRef('controller'), ({ context, event }): Charge => {
      assertEvent(event, ['PUT_START', 'FOUND', 'OVER_QUOTA']);
      if (event.type !== 'PUT_START') return { type: 'CHARGE', server: context.self, request: event.request };
      const { key, parent, tenant, from, put } = event;
      const request: SpaceRequest = { kind: 'put', key, parent, tenant, from, put };
      return { type: 'CHARGE', server: context.self, request };
    }),
    refundRequest: sendTo(componentRef('controller'), ({ context, event }): Refund => {
      assertEvent(event, 'WITHIN_QUOTA');
      return { type: 'REFUND', server: context.self, tenant: event.request.tenant };
    }),
    tellEvicted: emit(({ context, event }) =>
      copy('COPY_DROPPED', context.tier.slots[victimOf(context.tier, roomOf(event))!]!, 'evicted'),
    ),
    refundVictim: sendTo(componentRef('controller'), ({ context, event }) =>
      refundOf(context, victimOf(context.tier, roomOf(event))!),
    ),
    evict: assign(({ context: { tier }, event }) => ({
      tier: withoutSlot(tier, victimOf(tier, roomOf(event))!),
    })),
    giveSlot: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'WITHIN_QUOTA');
      const { request } = event;
      const slot = freeSlot(context.tier);
      enqueue.assign(({ context }) => ({ tier: withRequest(context.tier, slot, request) }));
      if (request.kind === 'load') return;
      const { self: server, memory, since } = context;
      const started: Granted = { type: 'STARTED', address: { server, memory, slot, since } };
      enqueue.sendTo(componentRef(request.from), started);
      const { put } = request;
      enqueue.raise({ type: 'PUT_IS_OLD', put }, { delay: 'age', id: ageId(put) });
    }),
    noteOld: assign(({ context, event }) => {
      assertEvent(event, 'PUT_IS_OLD');
      return { tier: changed(context.tier, putSlot(context, event.put, 'writing'), { isOld: true }) };
    }),
    discard: assign(({ context, event }) => {
      assertEvent(event, 'PUT_START');
      return {
        tier: changed(context.tier, slotOf(context.tier, event.key), { state: 'discarded', isOld: false }),
      };
    }),
    stopAgeing: cancel(({ event }) => {
      assertEvent(event, ['PUT_END', 'PUT_REVOKE']);
      return ageId(event.put);
    }),
    tellKept: emit(({ context, event }) => {
      assertEvent(event, ['PUT_END', 'LOADED']);
      const at = event.type === 'LOADED' ? event.slot : putSlot(context, event.put, 'writing');
      return copy('COPY_KEPT', context.tier.slots[at]!, 'kept');
    }),
    complete: assign(({ context, event }) => {
      assertEvent(event, ['PUT_END', 'LOADED']);
      const at = event.type === 'LOADED' ? event.slot : putSlot(context, event.put, 'writing');
      return { tier: completed(context.tier, at) };
    }),
    giveBack: enqueueActions(({ context, event, enqueue }, { state }: { readonly state: Slot['state'] }) => {
      assertEvent(event, ['PUT_END', 'PUT_REVOKE']);
      const at = putSlot(context, event.put, state);
      enqueue.sendTo(componentRef('controller'), refundOf(context, at));
      enqueue.assign({ tier: withoutSlot(context.tier, at) });
    }),
    touch: assign(({ context, event }) => {
      assertEvent(event, ['GET', 'PUT_START']);
      return { tier: touched(context.tier, slotOf(context.tier, event.key)) };
    }),
    keepInPlace: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, ['GET', 'LOADED']);
      const { self: server, memory, since, tier } = context;
      const slot = event.type === 'LOADED' ? event.slot : slotOf(tier, event.key);
      const { readers } = tier.slots[slot]!;
      // Of what is loaded the one that waits for it has been noted as its reader.
      const from = event.type === 'LOADED' ? readers[0]! : event.from;
      const all = [...new Set([...readers, from])].sort();
      enqueue.assign(({ context }) => ({ tier: changed(context.tier, slot, { readers: all }) }));
      enqueue.raise({ type: 'LEASE_IS_OVER', from }, { delay: 'lease', id: leaseId(from) });
      const address: Address = { server, memory, slot, since };
      enqueue.sendTo(componentRef(from), { type: 'ADDRESS', address } satisfies Granted);
    }),
    letGo: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, ['RELEASE', 'LEASE_IS_OVER']);
      const { from } = event;
      const at = context.tier.slots.findIndex(({ readers }) => readers.includes(from));
      const readers = context.tier.slots[at]!.readers.filter((reader) => reader !== from);
      enqueue.cancel(leaseId(from));
      enqueue.assign(({ context }) => ({ tier: changed(context.tier, at, { readers }) }));
    }),
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
      const [from] = context.tier.slots[event.slot]!.readers;
      enqueue.sendTo(componentRef(from!), { type: 'MISS' } satisfies Told);
      enqueue.sendTo(componentRef('controller'), refundOf(context, event.slot));
      enqueue.assign({ tier: withoutSlot(context.tier, event.slot) });
    }),
    lose: enqueueActions(({ context, enqueue }) => {
      const { tier, memory, losses } = context;
      for (const slot of tier.slots) {
        if (slot.state === 'complete') enqueue.emit(copy('COPY_DROPPED', slot, 'lost'));
        if (slot.state === 'writing') enqueue.cancel(ageId(slot.put));
        for (const reader of slot.readers) {
          enqueue.cancel(leaseId(reader));
          if (slot.state === 'loading') enqueue.sendTo(componentRef(reader), { type: 'LOST' } satisfies Told);
        }
      }
      enqueue.sendTo(componentRef(memory), { type: 'CLEAR' });
      enqueue.assign({ tier: emptyTier(context.slots), since: UNREGISTERED, losses: losses - 1 });
    }),
    leave: sendTo(componentRef('controller'), ({ context }) => ({ type: 'LEAVE', server: context.self })),
    join: sendTo(componentRef('controller'), ({ context }) => ({ type: 'JOIN', server: context.self })),
    register: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'JOINED');
      const { since } = event;
      enqueue.assign({ since });
      enqueue.sendTo(componentRef(context.memory), { type: 'REGISTER', since });
    }),
  },
}).createMachine({
  id: 'mp-server',
  context: ({ input }) => ({ ...input, tier: emptyTier(input.slots) }),
  initial: 'serving',
  states: {
    serving: {
      description: 'Its memory is registered, and it takes requests (docs/paper/facts.md 10).',
      type: 'parallel',
      tags: 'rest',
      on: { LOSE: { guard: 'mayBeLost', target: 'lost', actions: 'lose' } },
      states: {
        requests: {
          description: 'What SDKs ask for is answered at once, but for what is to be read from EVS.',
          on: {
            QUERY: [
              { guard: 'isComplete', actions: { type: 'answer', params: { type: 'PRESENT' } } },
              { actions: 'lookInEvs' },
            ],
            GET: [
              { guard: 'isComplete', actions: ['touch', 'keepInPlace'] },
              { guard: 'isUnderWay', actions: { type: 'answer', params: { type: 'MISS' } } },
              { actions: 'fetchFromEvs' },
            ],
            RELEASE: [
              {
                guard: 'isKeptInPlace',
                actions: ['letGo', { type: 'answer', params: { type: 'VALID' } }],
              },
              { actions: { type: 'answer', params: { type: 'EXPIRED' } } },
            ],
            PUT_START: [
              // Whose key is there already is stored once (docs/paper/facts.md 10).
              {
                guard: 'isComplete',
                actions: ['touch', { type: 'answer', params: { type: 'THERE' } }],
              },
              { guard: 'isYoung', actions: { type: 'answer', params: { type: 'THERE' } } },
              { guard: 'isOvertaken', actions: ['discard', 'charge'] },
              { actions: 'charge' },
            ],
            PUT_END: [
              { guard: 'isPutOfSlot', actions: ['stopAgeing', 'tellKept', 'complete'] },
              { guard: 'isDiscarded', actions: { type: 'giveBack', params: { state: 'discarded' } } },
              {},
            ],
            PUT_REVOKE: [
              {
                guard: 'isPutOfSlot',
                actions: ['stopAgeing', { type: 'giveBack', params: { state: 'writing' } }],
              },
              { actions: { type: 'giveBack', params: { state: 'discarded' } } },
            ],
            FOUND: { actions: 'charge' },
            OVER_QUOTA: [
              { guard: 'hasVictim', actions: [...evicting, 'charge'] },
              { guard: 'isForPut', actions: { type: 'answer', params: { type: 'NO_SPACE' } } },
              { actions: { type: 'answer', params: { type: 'MISS' } } },
            ],
            WITHIN_QUOTA: [
              { guard: 'hasFreeSlot', actions: 'giveSlot' },
              { guard: 'hasVictim', actions: [...evicting, 'giveSlot'] },
              {
                guard: 'isForPut',
                actions: ['refundRequest', { type: 'answer', params: { type: 'NO_SPACE' } }],
              },
              { actions: ['refundRequest', { type: 'answer', params: { type: 'MISS' } }] },
            ],
            PUT_IS_OLD: { actions: 'noteOld' },
            LEASE_IS_OVER: { actions: 'letGo' },
          },
        },
        thresholds: {
          description: 'Memory is kept below a threshold by least recent use (docs/paper/facts.md 10).',
          initial: 'within',
          states: {
            within: {
              description: 'There is less in use than the high threshold.',
              always: { guard: 'mustEvict', target: 'above' },
            },
            above: {
              description: 'It evicts, one block after the other, until it is below the low threshold.',
              always: { guard: 'mayNotEvict', target: 'within' },
              after: {
                evict: [
                  { guard: 'staysAboveLow', target: 'above', reenter: true, actions: evicting },
                  { target: 'within', actions: evicting },
                ],
              },
            },
          },
        },
        writeThrough: {
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
        },
        recovery: {
          description:
            'What is not in memory, or was lost with it, is read from EVS (docs/paper/facts.md 10).',
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
                LOADED: { target: 'idle', actions: ['tellKept', 'complete', 'keepInPlace'] },
                GONE: { target: 'idle', actions: 'giveUpLoad' },
              },
            },
          },
        },
      },
    },
    lost: {
      description: 'What was in its memory is lost. Nobody is answered, and the controller has not noticed.',
      on: {
        QUERY: { actions: { type: 'answer', params: { type: 'LOST' } } },
        GET: { actions: { type: 'answer', params: { type: 'LOST' } } },
        PUT_START: { actions: { type: 'answer', params: { type: 'LOST' } } },
        PUT_END: {},
      },
      initial: 'unnoticed',
      states: {
        unnoticed: {
          description: 'The controller still places keys on it.',
          after: { notice: { target: 'away', actions: 'leave' } },
        },
        away: {
          description: 'Its keys are placed on the others.',
          after: { restart: { target: 'joining', actions: 'join' } },
        },
        joining: {
          description: 'It has asked to join, and is told its epoch.',
          on: { JOINED: { target: '#mp-server.serving', actions: 'register' } },
        },
      },
    },
  },
});
