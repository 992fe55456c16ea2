import { setup } from 'xstate';

/** The shape of a monitor that is violated by the first observation of some kinds. */
const forbidding = (id: string, kinds: readonly string[]) =>
  setup({}).createMachine({
    id,
    initial: 'watching',
    states: {
      watching: { on: Object.fromEntries(kinds.map((kind) => [kind, { target: 'violated' }])) },
      violated: { tags: 'violation' },
    },
  });

/** Group A: whoever acts on flags finds the data that they speak of in the window. */
export const flagImpliesData = forbidding('flag-implies-data', ['READ_UNWRITTEN']);

/** Group B: nothing is written over a slot, or a flag entry, that its owner has not read yet. */
export const noOverwrite = forbidding('no-overwrite', ['OVERWRITTEN', 'SIGNAL_LOST']);

/** Group C: an operation ends on the signals of that very operation. */
export const signalsOfTheirOperation = forbidding('signals-of-their-operation', ['SIGNAL_FOREIGN']);

/** Each die signals each peer once in each operation. */
export const oneFlagPerPeer = forbidding('one-flag-per-peer', ['SIGNAL_REPEATED']);

/** Windows never overflow their size formula: no store ends outside of the slots that a window has. */
export const storesWithinWindow = forbidding('stores-within-window', ['STORED_OUTSIDE']);
