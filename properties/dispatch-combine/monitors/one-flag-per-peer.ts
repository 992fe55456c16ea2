import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { Signal, WindowObservation } from '../../../machines/die/receive-window.js';
import type { ExpertObservation } from '../../../machines/moe/expert-ffn.js';

export interface OneFlagInput {
  readonly dies: number;
}

interface OneFlagContext extends OneFlagInput {
  /** Flags of operations whose experts have not begun, as item and source, in ascending order. */
  readonly flagged: readonly (readonly [item: number, source: number])[];
}

const isKnown = ({ flagged }: OneFlagContext, { item, source }: Signal): boolean =>
  flagged.some((each) => each[0] === item && each[1] === source);

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
    isRepeated: ({ context, event }) => event.type === 'FLAGGED' && isKnown(context, event),
    isTooEarly: ({ context, event }) =>
      event.type === 'EXPERTS_BEGUN' &&
      context.flagged.filter(([item]) => item === event.item).length < context.dies,
  },
  actions: {
    noteFlag: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type !== 'FLAGGED') return;
        draft.flagged.push([event.item, event.source]);
        draft.flagged.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
      }),
    ),
    forgetItem: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type === 'EXPERTS_BEGUN')
          draft.flagged = draft.flagged.filter(([item]) => item !== event.item);
      }),
    ),
  },
}).createMachine({
  id: 'one-flag-per-peer',
  context: ({ input }) => ({ ...input, flagged: [] }),
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
