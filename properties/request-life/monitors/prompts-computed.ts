import { assertEvent, assign, setup } from 'xstate';
import type { NodeDied } from '../../../machines/serving/node-health.js';
import type { PrefillObservation } from '../../../machines/serving/prefill-scheduler.js';
import type { ChunkObservation } from '../../../machines/serving/prefill-worker.js';

type Observation = PrefillObservation | ChunkObservation | NodeDied;

/** What is known of an attempt whose prefix has been looked for. */
interface Begun {
  readonly name: string;
  /** Chunks that it needs, and has. */
  readonly needed: number;
  readonly computed: number;
}

interface ComputedInput {
  /** Chunks of a prompt whose prefix is not stored; of one that is stored the last chunk is computed. */
  readonly chunks: number;
}

/**
 * What is told as computed has each chunk that its prefix left, computed once. Whether a prefix is stored is the worker's word; how many chunks are
 * left is counted here. It hears the worker of a prefill node, its scheduler, and its health.
 */
export const promptsComputedWhole = setup({
  types: {} as {
    context: ComputedInput & { readonly begun: readonly Begun[] };
    input: ComputedInput;
    events: Observation;
  },
  guards: {
    isOneTooMany: ({ context, event }) =>
      !context.begun.some(({ name, needed, computed }) => name === nameOf(event) && computed < needed),
    isIncomplete: ({ context, event }) => {
      assertEvent(event, 'PROMPT_COMPUTED');
      const found = context.begun.find(({ name }) => name === nameOf(event));
      // Nothing at all is known of one that nobody has begun.
      return event.isWhole && (found === undefined || found.computed !== found.needed);
    },
  },
  actions: {
    begin: assign({
      begun: ({ context, event }) => {
        assertEvent(event, 'PREFIX_LOOKED_UP');
        const needed = event.isStored ? 1 : context.chunks;
        return [...context.begun, { name: nameOf(event), needed, computed: 0 }];
      },
    }),
    count: assign({
      begun: ({ context, event }) =>
        context.begun.map((each) =>
          each.name === nameOf(event) ? { ...each, computed: each.computed + 1 } : each,
        ),
    }),
    end: assign({
      begun: ({ context, event }) => context.begun.filter(({ name }) => name !== nameOf(event)),
    }),
    forget: assign({ begun: [] }),
  },
}).createMachine({
  id: 'prompts-computed-whole',
  context: ({ input }) => ({ ...input, begun: [] }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        PREFIX_LOOKED_UP: { actions: 'begin' },
        CHUNK_COMPUTED: [{ guard: 'isOneTooMany', target: 'violated' }, { actions: 'count' }],
        PROMPT_COMPUTED: [{ guard: 'isIncomplete', target: 'violated' }, { actions: 'end' }],
        SOURCE_RETURNED: { actions: 'end' },
        NODE_DIED: { actions: 'forget' },
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});

/**
 * Prompts are begun in the order in which they have come to a prefill node; who has left is not waited for. It hears the node's worker, its scheduler, and its
 * health.
 */
export const promptsInTurn = setup({
  types: {} as { context: { readonly waiting: readonly string[] }; events: Observation },
  guards: { isOvertaking: ({ context, event }) => context.waiting[0] !== nameOf(event) },
  actions: {
    wait: assign({ waiting: ({ context, event }) => [...context.waiting, nameOf(event)] }),
    leave: assign({
      waiting: ({ context, event }) => context.waiting.filter((name) => name !== nameOf(event)),
    }),
    forget: assign({ waiting: [] }),
  },
}).createMachine({
  id: 'prompts-in-turn',
  context: { waiting: [] },
  initial: 'watching',
  states: {
    watching: {
      on: {
        SOURCE_TAKEN: { actions: 'wait' },
        PREFIX_LOOKED_UP: [{ guard: 'isOvertaking', target: 'violated' }, { actions: 'leave' }],
        SOURCE_RETURNED: { actions: 'leave' },
        NODE_DIED: { actions: 'forget' },
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});

function nameOf(event: Observation): string {
  assertEvent(event, [
    'SOURCE_TAKEN',
    'SOURCE_RETURNED',
    'PREFIX_LOOKED_UP',
    'CHUNK_COMPUTED',
    'PROMPT_COMPUTED',
  ]);
  return `${event.request}.${event.attempt}`;
}
