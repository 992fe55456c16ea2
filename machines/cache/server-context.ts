import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type {
  CopyObservation,
  Get,
  Missed,
  NotStarted,
  PutEnd,
  PutStart,
  Query,
  Release,
} from './cache-protocol.js';
import { completed, type DramTier, type Slot, slotOf, touched } from './dram-tier.js';
import type { Found, Gone, Loaded, UseObservation } from './evs-tier.js';
import type { Charged, Joined, Refund } from './mp-controller.js';

/** A put has taken long enough for another one to take its place. */
interface PutIsOld {
  readonly type: 'PUT_IS_OLD';
  readonly put: string;
  readonly from: string;
}

/** A put has taken so long that its space is taken back. */
interface PutIsOver {
  readonly type: 'PUT_IS_OVER';
  readonly put: string;
  readonly from: string;
}

/** An SDK has not told in time that it has read what it was told the address of. */
interface LeaseIsOver {
  readonly type: 'LEASE_IS_OVER';
  readonly from: string;
  readonly slot: number;
}

/** The environment takes the server down: what is in its memory is lost. */
interface Lose {
  readonly type: 'LOSE';
}

export type ServerEvent =
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
  | PutIsOver
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
  /** It is to join later. */
  readonly isAway: boolean;
  /** The end of a put may not come, so that its space is taken back after a time. */
  readonly takesBack: boolean;
}

export interface ServerContext extends ServerInput {
  readonly tier: DramTier;
}

/** A server chooses a block to be evicted. */
export interface EvictionObservation {
  readonly type: 'SLOT_EVICTED';
  readonly key: string;
  /** What it has until then. */
  readonly slots: readonly Slot[];
  /** What the controller has said of the space that there is to be room for; `null` where the server keeps below its threshold. */
  readonly cause: Charged | null;
}

/** A server gives a slot to who has asked for space. */
export interface GivenObservation {
  readonly type: 'SLOT_GIVEN';
  /** What it has from then on. */
  readonly slots: readonly Slot[];
}

/** An observation of the lease that an SDK has of what is in a slot. */
export interface LeaseObservation {
  readonly type:
    | 'LEASE_GIVEN'
    | 'LEASE_OVER' // its time has come, it is returned, or the memory is lost
    | 'LEASE_EXPIRED'; // the SDK is told that it was over before what it has read
  readonly from: string;
  readonly slot: number;
}

/** The timer after which a put is old. */
export const ageId = (put: string): string => `age of ${put}`;

/** The timer after which a block is not kept for who reads it any more. */
export const leaseId = (from: string, slot: number): string => `lease of ${from} at ${slot}`;

/** The timer after which the space of a put is taken back. */
export const limitId = (put: string): string => `limit of ${put}`;

/** The slot of a put that is in a state. */
export const putSlot = ({ tier }: ServerContext, put: string, state: Slot['state']): number =>
  tier.slots.findIndex((slot) => slot.of === put && slot.state === state);

/** What is told of a copy of a block. */
export const copy = (
  type: CopyObservation['type'],
  { key, parent }: Slot,
  why: CopyObservation['why'],
): CopyObservation => ({ type, key, parent, why });

/** What the controller is told of a slot that is given back. */
export const refundOf = ({ self, tier }: ServerContext, at: number): Refund => ({
  type: 'REFUND',
  server: self,
  tenant: tier.slots[at]!.tenant,
});

/** The slot that an event is about, by key. */
export function slotWith({ tier }: ServerContext, { key }: { readonly key: string }): Slot | undefined {
  return tier.slots[slotOf(tier, key)];
}

/** What all parts of the server know, hear and do. */
export const serverParts = setup({
  types: {} as {
    context: ServerContext;
    input: ServerInput;
    events: ServerEvent;
    emitted: CopyObservation | UseObservation | EvictionObservation | GivenObservation | LeaseObservation;
    tags: 'rest';
  },
  guards: {
    isComplete: ({ context, event }) => {
      assertEvent(event, ['QUERY', 'GET', 'PUT_START']);
      return slotWith(context, event)?.state === 'complete';
    },
  },
  actions: {
    answerMissed: enqueueActions(({ event, enqueue }) => {
      assertEvent(event, ['GET', 'WITHIN_QUOTA', 'OVER_QUOTA']);
      const { from, read } =
        event.type === 'GET' ? event : { from: event.request.from, read: event.request.of };
      enqueue.sendTo(componentRef(from), { type: 'MISS', read } satisfies Missed);
    }),
    answerPut: enqueueActions(({ event, enqueue }, { type }: { readonly type: NotStarted['type'] }) => {
      assertEvent(event, ['PUT_START', 'WITHIN_QUOTA', 'OVER_QUOTA']);
      const { from, put } =
        event.type === 'PUT_START' ? event : { from: event.request.from, put: event.request.of };
      enqueue.sendTo(componentRef(from), { type, put } satisfies NotStarted);
    }),
    touch: assign(({ context, event }) => {
      assertEvent(event, ['GET', 'PUT_START']);
      return { tier: touched(context.tier, slotOf(context.tier, event.key)) };
    }),
    tellUsed: emit(({ event }): UseObservation => {
      assertEvent(event, ['GET', 'PUT_START']);
      return { type: 'COPY_USED', key: event.key };
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
  },
});
