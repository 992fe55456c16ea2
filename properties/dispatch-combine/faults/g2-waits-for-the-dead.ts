import type { DispatchCombineFault } from '../patch.js';

export const waitsForTheDead: DispatchCombineFault = {
  title: 'survivors go on waiting for a peer that is known to be dead',
  link: 'https://github.com/NVIDIA/TensorRT-LLM/pull/13404',
  property: 'deadlock-freedom',
  configuration: { layers: 1, tokens: 1, limit: 'probe', failures: 1, routing: 'balanced' },
  patch: {
    chart: {
      'waiting-cores': (chart) => {
        chart.states!.polling!.states!.asking!.always = [
          { guard: 'isNobodyDead', target: 'limited' },
          { guard: 'isDeadFound', target: 'unlimited', actions: ['noteBlamed', 'blame'] },
        ];
      },
    },
  },
  counterexample: {
    tells: 'die 0 has failed, die 1 finds out and goes on waiting for it',
    steps: [
      'environment ⇒ health.0: FAIL',
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      'dispatch.1.wait ⏱ limit in polling.limited',
    ],
  },
};
