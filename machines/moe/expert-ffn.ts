import { produce } from 'immer';
import { assign, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Copy } from '../die/window-protocol.js';
import { expertResult, type Numbers } from './numbers.js';

/** The stream hands over what FusedDispatch has assembled. */
export interface ComputeOrder {
  readonly type: 'COMPUTE';
  readonly item: number;
  readonly copies: readonly Copy[];
}

export interface Computed {
  readonly type: 'COMPUTED';
  readonly item: number;
  readonly copies: readonly Copy[];
}

export interface ExpertInput {
  readonly self: string;
  readonly stream: string;
  /** What it computes with, if tokens carry numbers. */
  readonly numbers: Numbers | null;
}

interface ExpertContext extends ExpertInput {
  readonly item: number;
  readonly copies: readonly Copy[];
}

export interface ExpertObservation {
  readonly type: 'EXPERT_ENDED';
  readonly item: number;
  readonly operator: string;
}

/** The experts of one die: grouped GEMMs over the assembled tokens. Here, the time between dispatch and combine. */
export const expertFfn = setup({
  types: {} as {
    context: ExpertContext;
    input: ExpertInput;
    events: ComputeOrder | { readonly type: 'HALT' };
    emitted: ExpertObservation;
  },
  delays: { compute: 1 },
  actions: {
    takeIn: assign(({ context, event }) =>
      produce(context, (draft) => {
        const { item, copies } = event as ComputeOrder;
        Object.assign(draft, { item, copies });
      }),
    ),
    handOver: enqueueActions(({ context, enqueue }) => {
      const { item, copies, self, stream, numbers } = context;
      enqueue.emit({ type: 'EXPERT_ENDED', item, operator: self });
      const results =
        numbers === null ? copies : copies.map((copy) => ({ ...copy, payload: expertResult(numbers, copy) }));
      const computed: Computed = { type: 'COMPUTED', item, copies: results };
      enqueue.sendTo(componentRef(stream), computed);
    }),
    forget: assign(({ context }) =>
      produce(context, (draft) => {
        Object.assign(draft, { item: 0, copies: [] });
      }),
    ),
  },
}).createMachine({
  id: 'expert-ffn',
  context: ({ input }) => ({ ...input, item: 0, copies: [] }),
  on: { HALT: { target: '.halted' } },
  initial: 'idle',
  states: {
    idle: {
      tags: 'rest',
      on: { COMPUTE: { target: 'computing', actions: 'takeIn' } },
    },
    computing: {
      after: { compute: { target: 'idle', actions: ['handOver', 'forget'] } },
    },
    halted: { tags: 'rest' },
  },
});
