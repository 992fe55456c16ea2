// Goal: no claim about the numbers is met by charts that lose them. Method: charts that say and send what they should, and drop or swap what it
// is about; each must be caught by the claim of its kind.

import { castDraft, produce } from 'immer';
import { expect, it } from 'vitest';
import { assign, enqueueActions } from 'xstate';
import type { Copy } from '../../machines/die/window-protocol.js';
import { sums } from '../../machines/moe/combine-plan.js';
import { type ExpertContext, results } from '../../machines/moe/expert-ffn.js';
import type { OperatorContext, Sum } from '../../machines/moe/fused-operator.js';
import { combinedToken, expertResult, quantisedToken } from '../../machines/moe/numbers.js';
import { SHARED_EXPERT } from '../../machines/moe/placement.js';
import type { SendingCoreContext } from '../../machines/moe/sending-core.js';
import type { StreamContext } from '../../machines/pipeline/moe-stream.js';
import { sharingFamily, sharingLike } from '../support/sharing.js';
import { dispatchCombineInt8 } from '../../properties/dispatch-combine-int8/family.js';
import {
  componentRef,
  type Configuration,
  configurationOf,
  explore,
  type Network,
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

/** What the stream keeps of the sums of an item for its next layer. */
const kept = (change: (context: StreamContext) => Pick<StreamContext, 'combined'>): Patch => ({
  chart: {
    'moe-stream': ({ states }) => {
      for (const way of states!.combining!.on!.COMBINED as { actions: unknown }[]) {
        way.actions = ['nextLayer', 'change', 'tellSummed'];
      }
    },
  },
  provide: {
    'moe-stream': { actions: { change: assign(({ context }) => change(context as StreamContext)) } },
  },
});

/** Without the results of some experts, which are not told to be in the sum, either. */
const leavingOut = (isLeftOut: (expert: number, context: OperatorContext) => boolean) =>
  summed((context) =>
    sums(context).map((sum): Sum => {
      const experts = sum.output!.experts.filter((expert) => !isLeftOut(expert, context));
      const arrived = context.found
        .map(({ copy }) => copy)
        .filter(({ token, expert }) => token === sum.token && !isLeftOut(expert, context));
      const id = { item: context.item, source: context.die, token: sum.token };
      return { ...sum, output: combinedToken(context.numbers!, id, experts, arrived) };
    }),
  );

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

/** Of what is not there the other claims say nothing, or only what it says of itself. */
const lost: typeof mutants = [
  {
    what: 'one die hands over its tokens without their sums',
    claim: 'sums-are-kept of stream.1',
    patch: summed((context) =>
      sums(context).map(({ output, ...sum }) =>
        context.die === 0 && output !== undefined ? { ...sum, output } : sum,
      ),
    ),
  },
  {
    what: "the last chosen expert's result is left out of sums, which say so",
    claim: 'sums-are-kept of stream.0',
    patch: leavingOut((expert, { routing }) => expert === routing[0]!.at(-1)),
  },
  {
    what: "the shared expert's result is left out of sums, which say so",
    claim: 'sums-are-kept of stream.0',
    given: { sharedDies: 1, expertsPerDie: 1, topK: 1 },
    patch: leavingOut((expert) => expert === SHARED_EXPERT),
  },
  {
    what: 'each token is given the sum of the first',
    claim: 'sums-are-kept of stream.0',
    given: { tokens: 2, expertsPerDie: 1, topK: 1 },
    patch: summed((context) => {
      const [first, ...others] = sums(context) as [Sum, ...Sum[]];
      return [first, ...others.map((sum) => ({ ...sum, output: first.output! }))];
    }),
  },
  {
    what: 'a stream goes on with the sums of the first layer',
    claim: 'sums-are-kept of stream.0',
    given: { layers: 2, expertsPerDie: 1, topK: 1 },
    patch: kept(({ combined }) => ({ combined: combined.item === 0 ? combined : { item: 0, tokens: [] } })),
  },
];

function mutantOf({ patch, given = {} }: (typeof mutants)[number]): Network {
  const family = sharingFamily(dispatchCombineInt8);
  const network = family.build(configurationOf(family, given), new Set());
  return sharingLike(network, patched(network, { mutant: { patch } }, new Set(['mutant'])));
}

it.each(mutants)('$what: $claim', (mutant) => {
  const { claim } = mutant;
  const { violations } = explore(mutantOf(mutant), { until: claim });
  expect(violations.map(({ property }) => property)).toContain(claim);
});

it.each(lost)('$what: $claim, and no other claim', (mutant) => {
  const { violations } = explore(mutantOf(mutant), { afterViolation: 'continue' });
  const claims = new Set(violations.map(({ property }) => property.replace(/ of .*$/u, '')));
  expect(violations.map(({ property }) => property)).toContain(mutant.claim);
  expect([...claims]).toEqual(['sums-are-kept']);
});
