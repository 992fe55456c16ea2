import { enqueueActions } from 'xstate';
import type { DispatchCombineFault } from '../patch.js';

export const untoldMicrobatch: DispatchCombineFault = {
  title: 'textbook: a microbatch that gives up does not tell the one that waits for its turn',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'gives-up-whole',
  configuration: { layers: 1, tokens: 0, microbatches: 2, limit: 'probe', failures: 1 },
  patch: { provide: { 'moe-stream': { actions: { tellNext: enqueueActions(() => undefined) } } } },
  counterexample: {
    tells: 'die 0 has failed and the first microbatch of die 1 gives up, while the second waits for its turn',
    steps: [
      'environment ⇒ health.0: FAIL',
      'environment ⇒ stream.1.0: ROUTE {routing: []}',
      'dispatch.1.0.wait ⏱ limit in polling.limited',
    ],
  },
};
