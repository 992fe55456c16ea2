import { assign, setup } from 'xstate';
import type { WindowObservation } from '../../../machines/die/receive-window.js';
import type { ExpertObservation } from '../../../machines/moe/expert-ffn.js';

export interface OneFlagInput {
  readonly dies: number;
}

interface OneFlagContext extends OneFlagInput {
  /** By operation, of those whose experts have not begun: who has signalled, in ascending order. */
  readonly sources: Readonly<Record<number, readonly number[]>>;
}

const NOBODY: readonly number[] = [];

const sourcesOf = ({ sources }: OneFlagContext, item: number): readonly number[] => sources[item] ?? NOBODY;

/**
 * Each die signals each die once in each FusedDispatch, also without tokens, and the experts begin only when all have
 * (docs/paper/facts.md 4.4). It hears the status windows and the experts of one die.
 */
export const oneFlagPerPeer = setup({
  types: {} as {
    context: OneFlagContext;
    input: OneFlagInput;
    events: WindowObservation | ExpertObservation;
  },
  guards: {
    isRepeated: ({ context, event }) =>
      event.type === 'FLAGGED' && sourcesOf(context, event.item).includes(event.source),
    isTooEarly: ({ context, event }) =>
      event.type === 'EXPERTS_BEGUN' && sourcesOf(context, event.item).length < context.dies,
  },
  actions: {
    noteFlag: assign(({ context, event }) => {
      if (event.type !== 'FLAGGED') return {};
      const { item, source } = event;
      const before = sourcesOf(context, item);
      const at = before.findIndex((each) => each > source);
      return {
        sources: { ...context.sources, [item]: before.toSpliced(at < 0 ? before.length : at, 0, source) },
      };
    }),
    forgetItem: assign(({ context, event }) => {
      if (event.type !== 'EXPERTS_BEGUN') return {};
      const { [event.item]: _, ...sources } = context.sources;
      return { sources };
    }),
  },
}).createMachine({
  id: 'one-flag-per-peer',
  context: ({ input }) => ({ ...input, sources: {} }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        FLAGGED: [{ guard: 'isRepeated', target: 'violated' }, { actions: 'noteFlag' }],
        EXPERTS_BEGUN: [{ guard: 'isTooEarly', target: 'violated' }, { actions: 'forgetItem' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
