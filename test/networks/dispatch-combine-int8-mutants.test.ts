// Goal: no claim about the numbers is met by charts that lose them. Method: charts that say and send what they should, and drop or swap what it
// is about; each must be caught by the claim of its kind.

import { castDraft, produce } from 'immer';
import { expect, it } from 'vitest';
import { assign, enqueueActions } from 'xstate';
import type { Copy } from '../../machines/die/window-protocol.js';
import { sums } from '../../machines/moe/combine-plan.js';
import { type ExpertContext, results } from '../../machines/moe/expert-ffn.js';
import type { OperatorContext, Sum } from '../../machines/moe/fused-operator.js';
import { expertResult, quantisedToken } from '../../machines/moe/numbers.js';
import type { SendingCoreContext } from '../../machines/moe/sending-core.js';
import { sharingFamily, sharingLike } from '../support/sharing.js';
import { dispatchCombineInt8 } from '../../properties/dispatch-combine-int8/family.js';
import {
  componentRef,
  type Configuration,
  configurationOf,
  explore,
  type Patch,
  patched,
} from '../../src/index.js';

/** What a core of FusedDispatch has quantised is sent as something else. */
const sent = (change: (copy: Copy, context: SendingCoreContext) => Copy): Patch => ({
  chart: {
    'sending-core': ({ states }) => {
      (states!.sending!.after!.sendChunk as { actions: unknown }).actions = ['postChunk', 'change'];
    },
  },
  provide: {
    'sending-core': {
      actions: {
        change: assign(({ context }) => {
          const core = context as SendingCoreContext;
          return produce(core, (draft) => {
            if (!core.quantises) return;
            for (const { store } of draft.posted) store.copy = castDraft(change(store.copy, core));
          });
        }),
      },
    },
  },
});

const computed = (change: (row: Copy, at: number, context: ExpertContext) => Copy): Patch => ({
  provide: {
    'expert-ffn': {
      actions: {
        handOver: enqueueActions(({ context, enqueue }) => {
          const expert = context as ExpertContext;
          const rows = results(expert).map((row, at) => (row === null ? null : change(row, at, expert)));
          enqueue.sendTo(componentRef(expert.stream), { type: 'COMPUTED', item: expert.item, rows });
        }),
      },
    },
  },
});

const summed = (change: (context: OperatorContext) => readonly Sum[]): Patch => ({
  provide: {
    'fused-combine': {
      actions: {
        handOver: enqueueActions(({ context, enqueue }) => {
          const { item, stream } = context as OperatorContext;
          enqueue.sendTo(componentRef(stream), {
            type: 'COMBINED',
            item,
            sums: change(context as OperatorContext),
          });
        }),
      },
    },
  },
});

const without = ({ payload: _, ...rest }: Copy): Copy => rest;

const mutants: readonly { what: string; claim: string; patch: Patch; given?: Configuration }[] = [
  { what: 'a token is sent, and its numbers are not', claim: 'token-within-bound', patch: sent(without) },
  {
    what: 'each die sends the numbers of the other',
    claim: 'token-within-bound',
    patch: sent((copy, { numbers }) => ({
      ...copy,
      payload: quantisedToken(numbers!, { ...copy, source: 1 - copy.source }),
    })),
  },
  {
    what: 'each expert computes with the weights of the next',
    claim: 'result-within-bound',
    patch: computed((row, at, { rows, numbers }) => ({
      ...row,
      payload: expertResult(numbers!, { ...rows[at]!, expert: row.weights! + 1 }),
    })),
  },
  {
    what: 'an expert answers, and its result is empty',
    claim: 'result-within-bound',
    patch: computed((row) => ({ ...row, payload: { of: 'result', bytes: '' } })),
  },
  {
    what: 'the last result of a token is not added',
    claim: 'sum-within-bound',
    given: { experts: 'alike' },
    patch: summed((context) =>
      sums({ ...context, found: context.found.filter(({ copy }) => copy.choice < 2) }),
    ),
  },
  {
    what: 'a token is told to be summed, and its sum is zero',
    claim: 'sum-to-the-bit',
    patch: summed((context) =>
      sums(context).map((sum) => ({ ...sum, output: { ...sum.output!, output: '0'.repeat(16) } })),
    ),
  },
];

it.each(mutants)('$what: $claim', ({ claim, patch, given = {} }) => {
  const family = sharingFamily(dispatchCombineInt8);
  const network = family.build(configurationOf(family, given), new Set());
  const mutant = sharingLike(network, patched(network, { mutant: { patch } }, new Set(['mutant'])));
  const { violations } = explore(mutant, { until: claim });
  expect(violations.map(({ property }) => property)).toContain(claim);
});
