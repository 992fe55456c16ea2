import { assign, setup } from 'xstate';
import type { Signal, WindowObservation } from '../../../machines/die/receive-window.js';
import type { ExpertObservation } from '../../../machines/moe/expert-ffn.js';

export interface OneFlagInput {
  readonly dies: number;
  /** Flags are zeroed when they have been waited for. */
  readonly areZeroed: boolean;
}

/** By operation: sources, in ascending order. Plain numbers, as with many dies there are many. */
type Sources = Readonly<Record<number, readonly number[]>>;

/** Of operations whose experts have not begun: who has set a flag, on whose flag a wait has ended, and whose flag was zeroed. */
interface OneFlagContext extends OneFlagInput {
  readonly flagged: Sources;
  readonly awaited: Sources;
  readonly zeroed: Sources;
}

const NOBODY: readonly number[] = [];

const of = (sources: Sources, item: number): readonly number[] => sources[item] ?? NOBODY;

/** The flag is there already, so that it is stored twice, or is not told as it is stored. */
const isOverItself = ({ over, source, item }: Extract<WindowObservation, { type: 'FLAGGED' }>): boolean =>
  over?.kind === 'flag' && over.source === source && over.item === item;

/** With those signals of which there is a flag. */
function withFlagged(sources: Sources, signals: readonly Signal[], flagged: Sources): Sources {
  return signals
    .filter(({ item, source }) => of(flagged, item).includes(source) && !of(sources, item).includes(source))
    .reduce(withSource, sources);
}

function withSource(sources: Sources, { item, source }: Signal): Sources {
  const before = of(sources, item);
  const at = before.findIndex((each) => each > source);
  return { ...sources, [item]: before.toSpliced(at < 0 ? before.length : at, 0, source) };
}

function without(sources: Sources, item: number): Sources {
  const { [item]: _, ...others } = sources;
  return others;
}

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
    isRepeated: ({ context, event }) =>
      event.type === 'FLAGGED' &&
      (of(context.flagged, event.item).includes(event.source) || isOverItself(event)),
    isTooEarly: ({ context: { dies, areZeroed, awaited, zeroed }, event }) =>
      event.type === 'EXPERTS_BEGUN' &&
      (of(awaited, event.item).length < dies || (areZeroed && of(zeroed, event.item).length < dies)),
  },
  actions: {
    noteFlag: assign({
      flagged: ({ context: { flagged }, event }) =>
        event.type === 'FLAGGED' ? withSource(flagged, event) : flagged,
    }),
    noteAwaited: assign({
      awaited: ({ context: { flagged, awaited }, event }) =>
        event.type === 'WAIT_ENDED' ? withFlagged(awaited, event.signals, flagged) : awaited,
    }),
    noteZeroed: assign({
      zeroed: ({ context: { flagged, zeroed }, event }) =>
        event.type === 'ZEROED' ? withFlagged(zeroed, event.flags, flagged) : zeroed,
    }),
    forgetItem: assign(({ context: { flagged, awaited, zeroed }, event }) => {
      if (event.type !== 'EXPERTS_BEGUN') return {};
      const { item } = event;
      return {
        flagged: without(flagged, item),
        awaited: without(awaited, item),
        zeroed: without(zeroed, item),
      };
    }),
  },
}).createMachine({
  id: 'one-flag-per-peer',
  context: ({ input }) => ({ ...input, flagged: {}, awaited: {}, zeroed: {} }),
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
