import { assertEvent, assign, emit, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { Row } from './dense-output.js';
import type { Numbers } from './drawn-numbers.js';
import { expertResult } from './numbers.js';

/** The stream hands over what FusedDispatch has assembled. */
export interface ComputeOrder {
  readonly type: 'COMPUTE';
  readonly item: number;
  readonly rows: readonly Row[];
  /** Rows of each of the die's experts. */
  readonly counts: readonly number[];
}

export interface Computed {
  readonly type: 'COMPUTED';
  readonly item: number;
  /** The results, in the rows of their tokens. */
  readonly rows: readonly Row[];
}

export interface ExpertInput {
  readonly self: string;
  readonly stream: string;
  /** The experts whose weights the die holds, by local number. */
  readonly weights: readonly number[];
  /** What it computes with, if tokens carry numbers. */
  readonly numbers: Numbers | null;
}

export interface ExpertContext extends ExpertInput {
  readonly item: number;
  readonly rows: readonly Row[];
  readonly counts: readonly number[];
}

/** The experts have been given their input. */
export interface ExpertObservation {
  readonly type: 'EXPERTS_BEGUN';
  readonly item: number;
  readonly rows: readonly Row[];
  readonly counts: readonly number[];
}

/** The local expert whose block of the dense input a row lies in: the blocks follow each other. */
function blockOf(counts: readonly number[], row: number): number {
  let end = 0;
  const block = counts.findIndex((count) => {
    end += count;
    return row < end;
  });
  return block < 0 ? counts.length - 1 : block;
}

/** What the die's experts make of the rows: each of a row of its own block, with its own weights; of a row without a token, nothing. */
export function results({ rows, counts, weights, numbers }: ExpertContext): Row[] {
  return rows.map((copy, row): Row => {
    if (copy === null) return null;
    const expert = weights[blockOf(counts, row)]!;
    const payload = numbers === null ? {} : { payload: expertResult(numbers, { ...copy, expert }) };
    return { ...copy, precision: 'BF16', weights: expert, ...payload };
  });
}

const AT_REST = { item: 0, rows: [], counts: [] };

/** The experts of one die: grouped GEMMs over the assembled tokens. Here, the time between dispatch and combine. */
export const expertFfn = setup({
  types: {} as {
    context: ExpertContext;
    input: ExpertInput;
    events: ComputeOrder | { readonly type: 'HALT' };
    emitted: ExpertObservation;
    tags: 'rest';
  },
  delays: { compute: 1 },
  actions: {
    takeIn: assign(({ event }) => {
      assertEvent(event, 'COMPUTE');
      const { item, rows, counts } = event;
      return { item, rows, counts };
    }),
    noteBegun: emit(({ event }) => {
      assertEvent(event, 'COMPUTE');
      const { item, rows, counts } = event;
      return { type: 'EXPERTS_BEGUN', item, rows, counts };
    }),
    handOver: sendTo(
      componentRef(({ context }) => context.stream),
      ({ context }): Computed => ({ type: 'COMPUTED', item: context.item, rows: results(context) }),
    ),
    forget: assign(AT_REST),
  },
}).createMachine({
  id: 'expert-ffn',
  context: ({ input }) => ({ ...input, ...AT_REST }),
  on: { HALT: { target: '.halted' } },
  initial: 'idle',
  states: {
    idle: {
      description: 'Between two operations.',
      tags: 'rest',
      on: { COMPUTE: { target: 'computing', actions: ['takeIn', 'noteBegun'] } },
    },
    computing: {
      description:
        'Each expert computes with its own weights on its own block of rows (paper 4.2.1, between the two operators; docs/paper/facts.md 4.2).',
      after: { compute: { target: 'idle', actions: ['handOver', 'forget'] } },
    },
    halted: { description: 'The die has failed.', tags: 'rest' },
  },
});
