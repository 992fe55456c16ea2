import { produce } from 'immer';
import { assertEvent, assign, sendTo, setup } from 'xstate';
import { componentRef, type FairnessSpec } from '../../src/index.js';

export const DATA = ['d1', 'd2'] as const;
export type Datum = (typeof DATA)[number];

const LINK_DELAYS = { carry: 1, corrupt: 1, handOver: 1 };

/** A link holds one message at a time, and hands over either it or the news that it was lost. */
export const dataLink = setup({
  types: {
    context: {} as { frame: { datum: Datum; bit: boolean } | null },
    events: {} as { type: 'FRAME'; datum: Datum; bit: boolean },
    tags: {} as 'rest',
  },
  actions: {
    keepFrame: assign(({ context, event }) =>
      produce(context, (draft) => {
        assertEvent(event, 'FRAME');
        draft.frame = { datum: event.datum, bit: event.bit };
      }),
    ),
    forgetFrame: assign(({ context }) =>
      produce(context, (draft) => {
        draft.frame = null;
      }),
    ),
    handFrameOver: sendTo(componentRef('receiver'), ({ context }) => ({ type: 'FRAME', ...context.frame })),
    handErrorOver: sendTo(componentRef('receiver'), { type: 'ERROR' }),
  },
  delays: LINK_DELAYS,
}).createMachine({
  id: 'dataLink',
  context: { frame: null },
  initial: 'empty',
  states: {
    empty: { tags: 'rest', on: { FRAME: { target: 'underWay', actions: 'keepFrame' } } },
    underWay: { after: { carry: 'carried', corrupt: { target: 'corrupted', actions: 'forgetFrame' } } },
    carried: { after: { handOver: { target: 'empty', actions: ['handFrameOver', 'forgetFrame'] } } },
    corrupted: { after: { handOver: { target: 'empty', actions: 'handErrorOver' } } },
  },
});

/** The same for acknowledgements, in the other direction. */
export const acknowledgementLink = setup({
  types: {
    context: {} as { bit: boolean | null },
    events: {} as { type: 'ACKNOWLEDGEMENT'; bit: boolean },
    tags: {} as 'rest',
  },
  actions: {
    keepBit: assign(({ context, event }) =>
      produce(context, (draft) => {
        assertEvent(event, 'ACKNOWLEDGEMENT');
        draft.bit = event.bit;
      }),
    ),
    forgetBit: assign(({ context }) =>
      produce(context, (draft) => {
        draft.bit = null;
      }),
    ),
    handBitOver: sendTo(componentRef('sender'), ({ context }) => ({
      type: 'ACKNOWLEDGEMENT',
      bit: context.bit,
    })),
    handErrorOver: sendTo(componentRef('sender'), { type: 'ERROR' }),
  },
  delays: LINK_DELAYS,
}).createMachine({
  id: 'acknowledgementLink',
  context: { bit: null },
  initial: 'empty',
  states: {
    empty: { tags: 'rest', on: { ACKNOWLEDGEMENT: { target: 'underWay', actions: 'keepBit' } } },
    underWay: { after: { carry: 'carried', corrupt: { target: 'corrupted', actions: 'forgetBit' } } },
    carried: { after: { handOver: { target: 'empty', actions: ['handBitOver', 'forgetBit'] } } },
    corrupted: { after: { handOver: { target: 'empty', actions: 'handErrorOver' } } },
  },
});

export type LinkId = 'dataLink' | 'acknowledgementLink';

/** Of the frames that these links hold again and again they carry some again and again, and do not lose all. */
export function fairLoss(...links: readonly LinkId[]): FairnessSpec {
  return {
    units: links.map((component) => ({ component, timer: 'carry in underWay', fairness: 'strong' as const })),
  };
}
