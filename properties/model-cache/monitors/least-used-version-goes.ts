import { assign, setup } from 'xstate';
import type { CopyOfModel, ModelEviction, ModelUse } from '../../../machines/cache/model-pool.js';

interface LeastContext {
  /** Versions that the pool has, or brings in, the least recently used first. */
  readonly used: readonly string[];
}

const nameOf = ({ model, version }: { readonly model: number; readonly version: number }): string =>
  `${model}.${version}`;

/** Versions that may make room: they are there, and nobody loads them. */
const mayGo = ({ content }: ModelEviction): string[] =>
  content.filter(({ state, held }) => state === 'resident' && held.length === 0).map(({ id }) => nameOf(id));

/**
 * Of the versions that may make room the pool evicts the one that was used least recently (docs/paper/facts.md 10). It hears the pool, and keeps its own account of
 * what was used when.
 */
export const leastUsedVersionGoes = setup({
  types: {} as { context: LeastContext; events: CopyOfModel | ModelUse | ModelEviction },
  guards: {
    isSpared: ({ context: { used }, event }) => {
      if (event.type !== 'MODEL_COPY_EVICTED') return false;
      const earlier = used.slice(0, used.indexOf(nameOf(event)));
      return mayGo(event).some((name) => earlier.includes(name));
    },
  },
  actions: {
    noteUsed: assign(({ context, event }) => ({
      used: [...context.used.filter((name) => name !== nameOf(event)), nameOf(event)],
    })),
    noteDropped: assign(({ context, event }) => ({
      used: context.used.filter((name) => name !== nameOf(event)),
    })),
  },
}).createMachine({
  id: 'least-used-version-goes',
  context: { used: [] },
  initial: 'watching',
  states: {
    watching: {
      on: {
        MODEL_COPY_BEGUN: { actions: 'noteUsed' },
        MODEL_COPY_USED: { actions: 'noteUsed' },
        MODEL_COPY_EVICTED: { guard: 'isSpared', target: 'violated' },
        MODEL_COPY_DROPPED: { actions: 'noteDropped' },
      },
    },
    violated: { tags: 'violation' },
  },
});
