import { enqueueActions } from 'xstate';
import { countsOf, denseOutput, prefixSums } from '../../../machines/moe/dense-output.js';
import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import { componentRef } from '../../../src/index.js';
import type { DispatchCombineFault } from '../patch.js';

/** Entries that the prefix sum covers: those behind them stay plain counts. */
const ENTRIES = 128;

export const prefixSumOf128: DispatchCombineFault = {
  title: 'the prefix sum over the counts covers only 128 ranks',
  link: 'https://github.com/NVIDIA/TensorRT-LLM/pull/18799',
  property: 'copies-arrive-once at die 0',
  configuration: { dies: 130, layers: 1, tokens: 1, topK: 3, routing: 'balanced' },
  isLarge: true,
  patch: {
    provide: {
      'fused-dispatch': {
        actions: {
          handOver: enqueueActions(({ context, enqueue }) => {
            const { layout, item, counts, found, stream } = context as OperatorContext;
            const all = countsOf(layout, counts);
            const firstRows = prefixSums(all).map((row, entry) => (entry < ENTRIES ? row : all[entry]!));
            const copies = found.map(({ copy }) => copy);
            const output = denseOutput(layout, copies, all, firstRows);
            enqueue.sendTo(componentRef(stream), { type: 'DISPATCHED', item, ...output });
          }),
        },
      },
    },
  },
};
