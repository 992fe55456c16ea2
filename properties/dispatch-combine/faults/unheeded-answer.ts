import { assign } from 'xstate';
import type { WaitingCoresContext } from '../../../machines/moe/waiting-cores.js';
import type { DispatchCombineFault } from '../patch.js';

export const unheededAnswer: DispatchCombineFault = {
  title: 'textbook: a wait beyond its limit asks who is dead, and goes on as if nobody were',
  link: 'https://arxiv.org/abs/2506.12708',
  property: 'heeds-the-dead',
  configuration: { layers: 1, tokens: 0, limit: 'probe', failures: 1 },
  patch: {
    provide: {
      'waiting-cores': {
        actions: {
          noteProbed: assign(({ context }: { context: WaitingCoresContext }) => ({
            asked: context.asked - 1,
          })),
        },
      },
    },
  },
  counterexample: {
    tells: 'die 0 has failed; die 1 is told so at its limit, and asks again at the next one',
    steps: [
      'environment ⇒ health.0: FAIL',
      'environment ⇒ stream.1: ROUTE {routing: []}',
      'dispatch.1.wait ⏱ limit in polling.limited',
      'dispatch.1.wait ⏱ limit in polling.limited',
    ],
  },
};
