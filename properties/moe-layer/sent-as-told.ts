import { assign, setup } from 'xstate';
import type { RowsSent } from '../../machines/pipeline/moe-rank.js';
import type { RowsReceived } from '../../machines/pipeline/row-window.js';

type Rows = readonly (readonly [window: string, rows: number])[];

interface SentAsToldContext {
  /** Of this step, by operator: the rows that a die tells that it has sent, and those that have come. */
  readonly told: Readonly<Record<RowsSent['operator'], Rows>>;
  readonly come: Readonly<Record<RowsSent['operator'], Rows>>;
}

type Heard = ((RowsSent | RowsReceived) & { readonly component: string }) | { readonly type: 'step' };

const NOTHING: SentAsToldContext = {
  told: { dispatch: [], combine: [] },
  come: { dispatch: [], combine: [] },
};

const byWindow = (rows: Rows): string => JSON.stringify(rows.map(([window, many]) => [window, many]).sort());

/**
 * What a die tells that it has sent, from which the loads of experts are counted, is what comes into the windows in the same step: so many rows of
 * this operator into each (docs/paper/facts.md 4.4 and 4.5, step 1). It hears dies and windows.
 */
export const sentAsTold = setup({
  types: {} as { context: SentAsToldContext; events: Heard },
  guards: {
    isAsTold: ({ context: { told, come } }) =>
      byWindow(told.dispatch) === byWindow(come.dispatch) &&
      byWindow(told.combine) === byWindow(come.combine),
  },
  actions: {
    noteSent: assign({
      told: ({ context: { told }, event }) =>
        event.type === 'ROWS_SENT'
          ? { ...told, [event.operator]: [...told[event.operator], ...event.chunk] }
          : told,
    }),
    noteReceived: assign({
      come: ({ context: { come }, event }) =>
        event.type === 'ROWS_RECEIVED'
          ? { ...come, [event.operator]: [...come[event.operator], [event.component, event.rows] as const] }
          : come,
    }),
    forget: assign(NOTHING),
  },
}).createMachine({
  id: 'sent-as-told',
  context: NOTHING,
  initial: 'watching',
  states: {
    watching: {
      on: {
        ROWS_SENT: { actions: 'noteSent' },
        ROWS_RECEIVED: { actions: 'noteReceived' },
        step: [{ guard: 'isAsTold', actions: 'forget' }, { target: 'violated' }],
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
