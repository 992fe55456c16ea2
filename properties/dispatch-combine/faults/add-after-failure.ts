import { type DispatchCombineFault, SMALL } from '../patch.js';

export const addAfterFailure: DispatchCombineFault = {
  title: 'textbook: a core of a die that has failed still signals a result when it becomes visible',
  link: 'https://arxiv.org/abs/2602.21140',
  property: 'silent-after-failure at die 0',
  configuration: { ...SMALL, limit: 'probe', failures: 1 },
  patch: {
    chart: {
      'sending-core': (chart) => {
        chart.states!['halted']!.on = {};
      },
    },
  },
  counterexample: {
    tells: 'die 0 fails while its result is on the wire; it arrives, and a core that is dead adds one for it',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.0.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [1], item: 0, mark: 1, source: 1}",
      'dispatch.0 ⏱ gather in gathering',
      'expert.0 ⏱ compute in computing',
      'combine.0.core ⏱ sendChunk in sending',
      "combine.0.core ⇒ ub.0: POST {writer: 'combine.0.core'}",
      'environment ⇒ health.0: FAIL',
      "combine.0.core ⇒ window.1.combine.0 (data): WRITE {address: 0, copy: {choice: 0, expert: 0, item: 0, of: 'combine', precision: 'BF16', source: 1, token: 0, weights: 0}, writer: 'combine.0.core'}",
      'combine.0.core ⇒ window.1.combine.0: ADD {address: 2, item: 0, source: 0}',
    ],
  },
};
