import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import type { DispatchCombineFault } from '../patch.js';

export const zeroTokenDieRunsAhead: DispatchCombineFault = {
  title: 'a die without tokens signals, but does not wait for the others and runs ahead',
  link: 'https://github.com/sgl-project/sgl-kernel-npu/issues/69',
  property: 'no-overwrite',
  configuration: { layers: 3, tokens: 1 },
  patch: {
    chart: {
      'fused-dispatch': (chart) => {
        const { on } = chart.states!.sending!;
        on!.SENT = [
          {
            guard: 'isLastWithoutTokens',
            target: 'idle',
            actions: ['countSent', 'signalPeers', 'handOver', 'forget'],
          },
          ...(on!.SENT as readonly unknown[]),
        ];
      },
    },
    provide: {
      'fused-dispatch': {
        guards: {
          isLastWithoutTokens: ({ context }: { context: OperatorContext }) =>
            context.sending === 1 && context.routing.length === 0,
        },
      },
    },
  },
  counterexample: {
    tells:
      'die 0 has no tokens, waits for nobody, and reaches its third operation while its first flag has not been acted on',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'expert.0 ⏱ compute in computing',
      'combine.0 ⏱ gather in gathering',
      'environment ⇒ stream.0: ROUTE {routing: []}',
      'expert.0 ⏱ compute in computing',
      'combine.0 ⏱ gather in gathering',
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 2, mark: 1, source: 0}",
    ],
  },
};
