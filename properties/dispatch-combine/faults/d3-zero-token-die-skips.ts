import type { OperatorContext } from '../../../machines/moe/fused-operator.js';
import { type DispatchCombineFault, SMALL } from '../patch.js';

export const zeroTokenDieSkips: DispatchCombineFault = {
  title: 'a die without tokens returns early and signals nobody',
  link: 'https://github.com/uccl-project/uccl/pull/940',
  property: 'deadlock-freedom',
  configuration: SMALL,
  patch: {
    chart: {
      'fused-dispatch': (chart) => {
        const { on } = chart.states!.sending!;
        on!.SENT = [
          { guard: 'hasNoTokens', target: 'idle', actions: ['handOver', 'forget'] },
          ...(on!.SENT as object[]),
        ];
      },
    },
    provide: {
      'fused-dispatch': {
        guards: {
          hasNoTokens: ({ context: { routing, sending } }: { context: OperatorContext }) =>
            routing.length === 0 && sending === 1,
        },
      },
    },
  },
  counterexample: {
    tells:
      'die 0 has no tokens, returns early and comes to its end; die 1 waits in dispatch for a flag that never comes',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      'expert.0 ⏱ compute in computing',
      'combine.0 ⏱ gather in gathering',
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
    ],
  },
};
