import { assign } from 'xstate';
import type { StreamContext } from '../../../machines/pipeline/moe-stream.js';
import type { DispatchCombineFault } from '../patch.js';

export const noEdgeBetweenLayers: DispatchCombineFault = {
  title: "no edge orders a layer's dispatch behind the combine of the layer before",
  link: 'https://github.com/hw-native-sys/pypto-lib/issues/1208',
  kinship: 'its kind',
  property: 'operator-order of stream.0',
  configuration: { layers: 2, tokens: 1, microbatches: 1, idleDies: 2 },
  patch: {
    chart: {
      'moe-stream': (chart) => {
        chart.states!.computing!.on!.COMPUTED = [
          { guard: 'isLastLayer', target: 'combining', actions: ['noteRows', 'startCombine'] },
          { target: 'gating', actions: ['noteRows', 'startCombine', 'leaveLayer'] },
        ];
        chart.on!.COMBINED = { actions: 'tellSummed' };
      },
    },
    provide: {
      'moe-stream': {
        actions: {
          leaveLayer: assign(({ context }: { context: StreamContext }) => ({ layer: context.layer + 1 })),
        },
      },
    },
  },
  counterexample: {
    tells:
      'no die has tokens; die 0 sends its results, goes on to the next layer at once, and routes its tokens while its combine is still at work',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: []}',
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
      'expert.0 ⏱ compute in computing',
      'environment ⇒ stream.0: ROUTE {routing: []}',
    ],
  },
};
