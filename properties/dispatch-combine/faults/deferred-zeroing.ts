import { enqueueActions } from 'xstate';
import type { DispatchCombineFault } from '../patch.js';

export const deferredZeroing: DispatchCombineFault = {
  title:
    'textbook: flags are left to be zeroed by an operation after this one, which does not come after a give-up',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'left-clean at die 1',
  configuration: { layers: 2, tokens: 0, limit: 'probe', failures: 1 },
  patch: { provide: { 'fused-dispatch': { actions: { resetSignals: enqueueActions(() => undefined) } } } },
  counterexample: {
    tells:
      'die 1 has ended a layer whose flags are still in its cells when it gives up in the next one, in which die 0 has failed',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: []}',
      "dispatch.0 ⇒ status.1.0: FLAG {address: 0, by: 'scalar', counts: [0], item: 0, mark: 1, source: 0}",
      'environment ⇒ health.0: FAIL',
      'environment ⇒ stream.1: ROUTE {routing: []}',
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      'dispatch.1 ⏱ gather in gathering',
      'expert.1 ⏱ compute in computing',
      'combine.1 ⏱ gather in gathering',
      'environment ⇒ stream.1: ROUTE {routing: []}',
      'dispatch.1.wait ⏱ limit in polling.limited',
    ],
  },
};
