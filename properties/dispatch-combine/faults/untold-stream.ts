import { enqueueActions } from 'xstate';
import type { DispatchCombineFault } from '../patch.js';

export const untoldStream: DispatchCombineFault = {
  title: 'textbook: an operator whose wait was given up does not tell its stream, which waits for it',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'all-give-up',
  configuration: { layers: 1, tokens: 0, limit: 'probe', failures: 1 },
  patch: { provide: { 'fused-dispatch': { actions: { tellGivenUp: enqueueActions(() => undefined) } } } },
  counterexample: {
    tells:
      'die 0 has failed and the FusedDispatch of die 1 has given up, but its stream waits for it for ever',
    steps: [
      'environment ⇒ health.0: FAIL',
      'environment ⇒ stream.1: ROUTE {routing: []}',
      "dispatch.1 ⇒ status.0.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      "dispatch.1 ⇒ status.1.0: FLAG {address: 1, by: 'scalar', counts: [0], item: 0, mark: 1, source: 1}",
      'dispatch.1.wait ⏱ limit in polling.limited',
    ],
  },
};
