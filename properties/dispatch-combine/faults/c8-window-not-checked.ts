import type { DispatchCombineFault } from '../patch.js';

export const windowNotChecked: DispatchCombineFault = {
  title: 'the window is smaller than its formula demands, and nobody checks',
  link: 'https://github.com/vllm-project/vllm-ascend/issues/2674',
  property: 'stores-within-window',
  configuration: { layers: 1, tokens: 1, batch: 128, windowMiB: 6 },
  patch: { wiring: { refuseWindow: () => undefined } },
  counterexample: {
    tells: 'the window is smaller than its formula: the slot of die 1 lies behind its end',
    steps: [
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 128, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
    ],
  },
};
