import { assign } from 'xstate';
import type { DispatchCombineFault } from '../patch.js';

export const privateMask: DispatchCombineFault = {
  title: 'each survivor has a mask of the dead of its own, which it tells nobody',
  link: 'https://github.com/vllm-project/vllm/pull/46370',
  property: 'tells-of-the-dead',
  configuration: { dies: 3, layers: 1, tokens: 0, limit: 'probe', failures: 1 },
  patch: { provide: { 'die-health': { actions: { noteDead: assign({}) } } } },
  counterexample: {
    tells:
      'die 0 has failed and die 1 has found out; die 2 asks die 1, which answers that it knows of no dead',
    steps: [
      'environment ⇒ health.0: FAIL',
      'environment ⇒ stream.1: ROUTE {routing: []}',
      'dispatch.1.wait ⏱ limit in polling.limited',
      'environment ⇒ stream.2: ROUTE {routing: []}',
      'dispatch.2.wait ⏱ limit in polling.limited',
    ],
  },
};
