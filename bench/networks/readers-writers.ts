import { produce } from 'immer';
import { assertEvent, assign, sendTo, setup } from 'xstate';
import { always, componentRef, defineNetwork, type Network } from '../../src/index.js';

type Access = 'read' | 'write';

interface Request {
  readonly actor: number;
  readonly access: Access;
}

interface ActorsContext {
  /** Who waits to read, and who waits to write. */
  readonly waiting: Record<Access, boolean[]>;
}

/** All actors: each may wait to read and to write, once each. */
const actors = setup({
  types: {
    context: {} as ActorsContext,
    input: {} as { actors: number },
    events: {} as ({ type: 'TRY' } & Request) | ({ type: 'SERVED' } & Request),
    tags: {} as 'rest',
  },
  guards: {
    waitsNot: ({ context, event }) => !context.waiting[event.access][event.actor],
  },
  actions: {
    request: sendTo(componentRef('resource'), ({ event }) => ({
      type: 'REQUEST',
      actor: event.actor,
      access: event.access,
    })),
    noteWaiting: assign(({ context, event }) => noted(context, event, true)),
    noteServed: assign(({ context, event }) => noted(context, event, false)),
  },
}).createMachine({
  id: 'actors',
  tags: 'rest',
  context: ({ input }) => {
    const nobody = Array.from({ length: input.actors }, () => false);
    return { waiting: { read: nobody, write: nobody } };
  },
  on: {
    TRY: { guard: 'waitsNot', actions: ['request', 'noteWaiting'] },
    SERVED: { actions: 'noteServed' },
  },
});

function noted(context: ActorsContext, { access, actor }: Request, waits: boolean): ActorsContext {
  return produce(context, (draft) => {
    draft.waiting[access][actor] = waits;
  });
}

type ResourceEvent = ({ type: 'REQUEST' } & Request) | { type: 'STOP'; actor: number };

interface ResourceContext {
  /** Which actors read. */
  readonly readers: boolean[];
  /** The actor that writes, if one does. */
  writer: number | null;
}

/** The resource. It takes the next request only while nobody writes, and one to write only while nobody reads: until then the request waits. */
const resource = setup({
  types: {
    context: {} as ResourceContext,
    input: {} as { actors: number },
    events: {} as ResourceEvent,
    tags: {} as 'rest',
  },
  guards: {
    mayBegin: ({ context: { readers, writer }, event }) => {
      assertEvent(event, 'REQUEST');
      return writer === null && (event.access === 'read' || !readers.includes(true));
    },
    isActive: ({ context: { readers, writer }, event }) =>
      readers[event.actor] === true || writer === event.actor,
  },
  actions: {
    begin: assign(({ context, event }) =>
      produce(context, (draft) => {
        assertEvent(event, 'REQUEST');
        if (event.access === 'read') draft.readers[event.actor] = true;
        else draft.writer = event.actor;
      }),
    ),
    tellServed: sendTo(componentRef('actors'), ({ event }) => {
      assertEvent(event, 'REQUEST');
      return { type: 'SERVED', actor: event.actor, access: event.access };
    }),
    end: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (draft.readers[event.actor] === true) draft.readers[event.actor] = false;
        else draft.writer = null;
      }),
    ),
  },
}).createMachine({
  id: 'resource',
  tags: 'rest',
  context: ({ input }) => ({ readers: Array.from({ length: input.actors }, () => false), writer: null }),
  on: {
    REQUEST: { guard: 'mayBegin', actions: ['begin', 'tellServed'] },
    STOP: { guard: 'isActive', actions: 'end' },
  },
});

/**
 * Readers and writers who are served in the order of a queue, after ReadersWriters.tla by DeFrain (tlaplus/Examples, specifications/ReadersWriters).
 * `waiting` is the channel from the actors to the resource. Who is served is no longer in the queue, which the specification reads off the queue and the
 * actors are told here, within the same step.
 */
export function readersWriters(count: number): Network {
  const all = Array.from({ length: count }, (_, actor) => actor);
  return defineNetwork({
    name: `readers and writers, ${count} actors`,
    components: {
      actors: {
        machine: actors,
        input: { actors: count },
        stimuli: (['read', 'write'] as const).flatMap((access) =>
          all.map((actor) => ({ type: 'TRY' as const, actor, access })),
        ),
      },
      resource: {
        machine: resource,
        input: { actors: count },
        stimuli: all.map((actor) => ({ type: 'STOP' as const, actor })),
      },
    },
    channels: {
      default: { kind: 'fifo', capacity: 2 * count, whenFull: 'error', deferring: true },
      pairs: { 'resource -> actors': { kind: 'sync' } },
    },
    properties: [
      always('nobody reads while somebody writes', (view) => {
        const { readers, writer } = view.context<ResourceContext>('resource');
        return writer === null || !readers.includes(true);
      }),
    ],
  });
}

/**
 * Reachable states: a queue of any different requests, 2 for each actor, and beside it any set of readers or any one writer.
 *
 * @testonly the bench has the number itself
 */
export function readersWritersDistinct(actors: number): number {
  const requests = 2 * actors;
  let queues = 0;
  for (let waiting = 0, ways = 1; waiting <= requests; ways *= requests - waiting, waiting++) queues += ways;
  return queues * (2 ** actors + actors);
}
