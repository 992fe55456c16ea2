import { produce } from 'immer';
import { assertEvent, assign, emit, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

/** Cores, or other engines of a die, by kind: of AIC and AIV so many cores; of SDMA, which has no published number of channels, 1 or none. */
export type Engines = Readonly<Record<string, number>>;

/** A kernel asks for the cores that it runs on. */
export interface Request {
  readonly type: 'REQUEST';
  readonly kernel: string;
  readonly stream: string;
  readonly cores: Engines;
}

export interface Leased {
  readonly type: 'LEASED';
}

/** A kernel has ended and gives its cores back. */
export interface Release {
  readonly type: 'RELEASE';
  readonly kernel: string;
}

type Lease = Omit<Request, 'type'>;

export interface PoolInput {
  /** The cores that each stream may use: a split that is fixed for the step. */
  readonly shares: Readonly<Record<string, Engines>>;
}

export interface PoolContext extends PoolInput {
  readonly leases: readonly Lease[];
  /** Requests that are not granted yet, in the order in which they came. */
  readonly queue: readonly Lease[];
}

/** What the pool sees of a kernel: with the first it asks for its cores, and from the second to the third it has them. */
export interface PoolObservation {
  readonly type: 'CORES_ASKED' | 'CORES_LEASED' | 'CORES_RETURNED';
  readonly kernel: string;
}

/** Cores of a stream's share that nobody holds. */
function freeCores({ shares, leases }: PoolContext, stream: string): Engines {
  const held = leases.filter((lease) => lease.stream === stream);
  const freeOf = ([kind, share]: [string, number]) =>
    [kind, held.reduce((free, { cores }) => free - (cores[kind] ?? 0), share)] as const;
  return Object.fromEntries(Object.entries(shares[stream]!).map(freeOf));
}

function fits(context: PoolContext, { stream, cores }: Lease): boolean {
  const free = freeCores(context, stream);
  return Object.entries(cores).every(([kind, asked]) => asked <= (free[kind] ?? 0));
}

/** The request to grant next: the first of its stream, if there are cores for it. */
function nextToServe(context: PoolContext): Lease | undefined {
  return context.queue.find(
    (lease, at) =>
      fits(context, lease) && !context.queue.slice(0, at).some(({ stream }) => stream === lease.stream),
  );
}

const leaseOf = ({ kernel, stream, cores }: Request): Lease => ({ kernel, stream, cores });

const withLease = (context: PoolContext, lease: Lease): PoolContext =>
  produce(context, (draft) => {
    draft.queue = draft.queue.filter(({ kernel }) => kernel !== lease.kernel);
    draft.leases.push(lease);
    // Who was first does not matter any more.
    draft.leases.sort((one, other) => (one.kernel < other.kernel ? -1 : 1));
  });

/**
 * The cores of a die. A kernel gets all that it asks for at once, and keeps them until it ends: one that waits for other dies inside
 * (docs/paper/facts.md 4.4, step 3) keeps them too. Requests of a stream are granted in the order in which they came; which of several ready
 * kernels asks first is open.
 */
export const corePool = setup({
  types: {} as {
    context: PoolContext;
    input: PoolInput;
    events: Request | Release;
    emitted: PoolObservation;
    tags: 'rest';
  },
  guards: {
    isServedAtOnce: ({ context, event }) => {
      assertEvent(event, 'REQUEST');
      const request = leaseOf(event);
      return fits(context, request) && !context.queue.some(({ stream }) => stream === request.stream);
    },
    canServeNext: ({ context }) => nextToServe(context) !== undefined,
  },
  actions: {
    tellAsked: emit(({ event }): PoolObservation => ({ type: 'CORES_ASKED', kernel: event.kernel })),
    lease: enqueueActions(({ event, enqueue }) => {
      assertEvent(event, 'REQUEST');
      const lease = leaseOf(event);
      enqueue.emit({ type: 'CORES_LEASED', kernel: lease.kernel });
      enqueue.assign(({ context }) => withLease(context, lease));
      enqueue.sendTo(componentRef(lease.kernel), { type: 'LEASED' });
    }),
    queueUp: assign(({ context, event }) => {
      assertEvent(event, 'REQUEST');
      return produce(context, (draft) => {
        draft.queue.push(leaseOf(event));
      });
    }),
    takeBack: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.leases = draft.leases.filter(({ kernel }) => kernel !== event.kernel);
      }),
    ),
    tellReturned: emit(({ event }): PoolObservation => ({ type: 'CORES_RETURNED', kernel: event.kernel })),
    leaseToNext: enqueueActions(({ context, enqueue }) => {
      const lease = nextToServe(context)!;
      enqueue.emit({ type: 'CORES_LEASED', kernel: lease.kernel });
      enqueue.assign(({ context }) => withLease(context, lease));
      enqueue.sendTo(componentRef(lease.kernel), { type: 'LEASED' });
    }),
  },
}).createMachine({
  id: 'core-pool',
  description:
    'The cores of a die, split between the streams for the whole of a step (docs/paper/facts.md 1 and 6).',
  context: ({ input }) => ({ ...input, leases: [], queue: [] }),
  initial: 'open',
  states: {
    open: {
      description:
        'A kernel gets the cores that it asks for if its stream has them and nobody of its stream waits; else it waits for those that are given back.',
      tags: 'rest',
      always: { guard: 'canServeNext', actions: 'leaseToNext' },
      on: {
        REQUEST: [
          { guard: 'isServedAtOnce', actions: ['tellAsked', 'lease'] },
          { actions: ['tellAsked', 'queueUp'] },
        ],
        RELEASE: { actions: ['tellReturned', 'takeBack'] },
      },
    },
  },
});
