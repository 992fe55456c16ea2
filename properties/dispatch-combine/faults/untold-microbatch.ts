import { enqueueActions } from 'xstate';
import type { DispatchCombineFault } from '../patch.js';

export const untoldMicrobatch: DispatchCombineFault = {
  title: 'textbook: a microbatch that gives up does not tell the one that waits for its turn',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'all-give-up',
  configuration: { layers: 1, tokens: 0, microbatches: 2, limit: 'probe', failures: 1 },
  patch: { provide: { 'moe-stream': { actions: { tellNext: enqueueActions(() => undefined) } } } },
  counterexample: {
    tells:
      'die 0 has failed, the first microbatch of die 1 gives up, and the second waits for its turn for ever',
    steps: [
      'environment ⇒ health.0: FAIL',
      'environment ⇒ stream.1.0: ROUTE {routing: []}',
      "dispatch.1.0 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      "dispatch.1.0 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      'dispatch.1.0.wait ⏱ limit in polling.limited',
    ],
  },
};
