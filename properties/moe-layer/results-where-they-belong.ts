import { assign, setup } from 'xstate';
import type { RowsReceived } from '../../machines/pipeline/row-window.js';

export interface ResultsWhereTheyBelongInput {
  /** Ids by die. */
  readonly dies: readonly string[];
  readonly windows: readonly string[];
  /** By die, then by the die that the gate has sent copies of its tokens to: how many. */
  readonly routed: readonly (readonly number[])[];
}

interface ResultsWhereTheyBelongContext extends ResultsWhereTheyBelongInput {
  readonly now: readonly { readonly window: string; readonly rows: number }[];
  /** By die, then by the die that has computed them: results of its tokens that are there. */
  readonly results: readonly (readonly number[])[];
  readonly isWrong: boolean;
}

type Heard =
  (RowsReceived & { readonly component: string }) | { readonly type: 'step'; readonly component?: string };

/** What has come in a step, of the die that took it: wrong where that has sent more results than it has got rows. */
function settled(
  { now, dies, windows, routed, results }: ResultsWhereTheyBelongContext,
  sender: string | undefined,
): Partial<ResultsWhereTheyBelongContext> {
  const from = dies.indexOf(sender ?? '');
  if (from < 0) return { isWrong: true };
  let after = results;
  for (const { window, rows } of now) {
    const to = windows.indexOf(window);
    after = after.with(to, after[to]!.with(from, after[to]![from]! + rows));
  }
  return { now: [], results: after, isWrong: after.some((ofDie, die) => ofDie[from]! > routed[die]![from]!) };
}

/**
 * Into the window of each die come the results of its own tokens: of each die as many as copies were sent there, none lost and none twice
 * (docs/paper/facts.md 4.5, step 1). A run that never comes to the last result violates it too. It hears the windows.
 */
export const resultsWhereTheyBelong = setup({
  types: {} as { context: ResultsWhereTheyBelongContext; input: ResultsWhereTheyBelongInput; events: Heard },
  guards: {
    isOfCombine: ({ event }) => event.type === 'ROWS_RECEIVED' && event.operator === 'combine',
    isQuiet: ({ context }) => context.now.length === 0,
    isWrong: ({ context }) => context.isWrong,
    isComplete: ({ context: { results, routed } }) =>
      results.every((ofDie, die) => ofDie.every((rows, from) => rows === routed[die]![from])),
  },
  actions: {
    note: assign(({ context, event }) =>
      event.type === 'step' ? {} : { now: [...context.now, { window: event.component, rows: event.rows }] },
    ),
    settle: assign(({ context, event }) => settled(context, event.component)),
  },
}).createMachine({
  id: 'results-where-they-belong',
  context: ({ input }) => ({
    ...input,
    now: [],
    results: input.dies.map(() => input.dies.map(() => 0)),
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
        ROWS_RECEIVED: { guard: 'isOfCombine', actions: 'note' },
        step: [{ guard: 'isQuiet' }, { actions: 'settle' }],
      },
    },
    complete: { on: { ROWS_RECEIVED: { guard: 'isOfCombine', target: 'violated' } } },
    violated: { tags: 'violation', type: 'final' },
  },
});
