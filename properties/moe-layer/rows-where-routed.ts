import { assign, setup } from 'xstate';
import type { FlagReceived, RowsReceived } from '../../machines/pipeline/row-window.js';

/** What was written into the window of a die within a step, all of it by the die that took the step. */
interface Receipt {
  readonly window: string;
  readonly rows: number;
  readonly isFlag: boolean;
}

export interface RowsWhereRoutedInput {
  /** Ids by die. */
  readonly dies: readonly string[];
  readonly windows: readonly string[];
  /** By die, then by the die that the gate has sent copies of its tokens to: how many. */
  readonly routed: readonly (readonly number[])[];
}

interface RowsWhereRoutedContext extends RowsWhereRoutedInput {
  readonly now: readonly Receipt[];
  /** By die, then by die: its copies that are there, and whether its flag is. */
  readonly copies: readonly (readonly number[])[];
  readonly flagged: readonly (readonly boolean[])[];
  readonly isWrong: boolean;
}

type Heard =
  | ((RowsReceived | FlagReceived) & { readonly component: string })
  | { readonly type: 'step'; readonly component?: string };

/** What has come in a step, of the die that took it: wrong where that is not what the gate has chosen. */
function settled(
  { now, dies, windows, routed, copies, flagged }: RowsWhereRoutedContext,
  sender: string | undefined,
): Partial<RowsWhereRoutedContext> {
  const from = dies.indexOf(sender ?? '');
  if (from < 0) return { isWrong: true };
  const there = [...copies[from]!];
  const flags = [...flagged[from]!];
  let isWrong = false;
  for (const { window, rows, isFlag } of now) {
    const to = windows.indexOf(window);
    if (flags[to]!) isWrong = true;
    if (isFlag) {
      flags[to] = true;
      if (rows !== routed[from]![to] || there[to] !== rows) isWrong = true;
    } else {
      there[to]! += rows;
      if (there[to]! > routed[from]![to]!) isWrong = true;
    }
  }
  return { now: [], copies: copies.with(from, there), flagged: flagged.with(from, flags), isWrong };
}

/**
 * Into the window of each die come the copies that the gate has sent it, of each die as many as it has chosen, none lost and none twice; and after
 * them one flag of each die, be it of none, which tells how many (docs/paper/facts.md 4.4, steps 1 and 2). A run that never comes to the last flag
 * violates it too. It hears the windows.
 */
export const rowsWhereRouted = setup({
  types: {} as { context: RowsWhereRoutedContext; input: RowsWhereRoutedInput; events: Heard },
  guards: {
    isOfDispatch: ({ event }) => event.type === 'ROWS_RECEIVED' && event.operator === 'dispatch',
    isQuiet: ({ context }) => context.now.length === 0,
    isWrong: ({ context }) => context.isWrong,
    isComplete: ({ context }) => context.flagged.flat().every(Boolean),
  },
  actions: {
    note: assign(({ context, event }) =>
      event.type === 'step'
        ? {}
        : {
            now: [
              ...context.now,
              { window: event.component, rows: event.rows, isFlag: event.type === 'FLAG_RECEIVED' },
            ],
          },
    ),
    settle: assign(({ context, event }) => settled(context, event.component)),
  },
}).createMachine({
  id: 'rows-where-routed',
  context: ({ input }) => ({
    ...input,
    now: [],
    copies: input.dies.map(() => input.dies.map(() => 0)),
    flagged: input.dies.map(() => input.dies.map(() => false)),
    isWrong: false,
  }),
  initial: 'owing',
  states: {
    owing: {
      tags: 'pending',
      always: [
        { guard: 'isWrong', target: 'violated' },
        { guard: 'isComplete', target: 'complete' },
      ],
      on: {
        ROWS_RECEIVED: { guard: 'isOfDispatch', actions: 'note' },
        FLAG_RECEIVED: { actions: 'note' },
        step: [{ guard: 'isQuiet' }, { actions: 'settle' }],
      },
    },
    complete: {
      on: {
        ROWS_RECEIVED: { guard: 'isOfDispatch', target: 'violated' },
        FLAG_RECEIVED: { target: 'violated' },
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
