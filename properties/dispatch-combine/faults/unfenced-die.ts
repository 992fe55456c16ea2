import { enqueueActions } from 'xstate';
import { type DispatchCombineFault, SMALL } from '../patch.js';

export const unfencedDie: DispatchCombineFault = {
  title:
    'textbook: the failure of a die is told, and nobody stops it: it goes on writing into the windows of others',
  link: 'https://arxiv.org/abs/2602.21140',
  property: 'silent-after-failure at die 0',
  configuration: { ...SMALL, limit: 'probe', failures: 1 },
  patch: { provide: { 'die-health': { actions: { haltParts: enqueueActions(() => {}) } } } },
  counterexample: {
    tells: 'die 0 fails while its token is in the pipe, and the token goes out all the same',
    steps: [
      'environment ⇒ stream.0: ROUTE {routing: [[0]]}',
      'dispatch.0.core ⏱ sendChunk in sending',
      'environment ⇒ health.0: FAIL',
      "dispatch.0.core ⇒ ub.0: POST {writer: 'dispatch.0.core'}",
    ],
  },
};
