import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { Signal, WindowObservation } from '../../../machines/die/receive-window.js';
import type { ExpertObservation } from '../../../machines/moe/expert-ffn.js';

export interface OneFlagInput {
  readonly dies: number;
  /** Flags are zeroed when they have been waited for. */
  readonly areZeroed: boolean;
}

interface SeenFlag {
  readonly item: number;
  readonly source: number;
  /** A wait has ended on it. */
  readonly isAwaited: boolean;
  readonly isZeroed: boolean;
}

interface OneFlagContext extends OneFlagInput {
  /** Flags of operations whose experts have not begun, by item and source in ascending order. */
  readonly flagged: readonly SeenFlag[];
}

const isKnown = ({ flagged }: OneFlagContext, { item, source }: Signal): boolean =>
  flagged.some((each) => each.item === item && each.source === source);

const isAmong = (signals: readonly Signal[], { item, source }: SeenFlag): boolean =>
  signals.some((each) => each.item === item && each.source === source);

/**
 * Each die signals each die once in each FusedDispatch, also without tokens, and the experts begin only when all have, all flags have been
 * waited for, and zeroed where they are (docs/paper/facts.md 4.4; 13.1, "WaitDispatch"). It hears the status windows and the experts of one die.
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
      context.flagged.filter(
        ({ item, isAwaited, isZeroed }) =>
          item === event.item && isAwaited && (isZeroed || !context.areZeroed),
      ).length < context.dies,
  },
  actions: {
    noteFlag: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type !== 'FLAGGED') return;
        const { item, source } = event;
        draft.flagged.push({ item, source, isAwaited: false, isZeroed: false });
        draft.flagged.sort((one, other) => one.item - other.item || one.source - other.source);
      }),
    ),
    noteAwaited: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type !== 'WAIT_ENDED') return;
        for (const flag of draft.flagged) if (isAmong(event.signals, flag)) flag.isAwaited = true;
      }),
    ),
    noteZeroed: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type !== 'ZEROED') return;
        for (const flag of draft.flagged) if (isAmong(event.flags, flag)) flag.isZeroed = true;
      }),
    ),
    forgetItem: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type === 'EXPERTS_BEGUN')
          draft.flagged = draft.flagged.filter(({ item }) => item !== event.item);
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
        WAIT_ENDED: { actions: 'noteAwaited' },
        ZEROED: { actions: 'noteZeroed' },
        EXPERTS_BEGUN: [{ guard: 'isTooEarly', target: 'violated' }, { actions: 'forgetItem' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
