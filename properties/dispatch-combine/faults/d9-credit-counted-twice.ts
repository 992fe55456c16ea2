import { assign } from 'xstate';
import type { UbPathContext } from '../../../machines/interconnect/ub-path.js';
import type { DispatchCombineFault } from '../patch.js';

export const creditCountedTwice: DispatchCombineFault = {
  title:
    'the last credit of an operation comes when the count was already cleaned for the next one: it counts twice',
  link: 'https://github.com/deepseek-ai/DeepEP/pull/310',
  kinship: 'its kind',
  property: 'credits-conserved of ub.1',
  configuration: { layers: 1, tokens: 1, credits: 1, idleDies: 1, routing: 'balanced' },
  patch: {
    provide: {
      'ub-path': {
        actions: {
          takeCreditBack: assign(({ context: { credits, limit } }: { context: UbPathContext }) => ({
            credits: credits + 1 === limit ? limit + 1 : credits + 1,
          })),
        },
      },
    },
  },
  counterexample: {
    tells: 'the token of die 1 is visible, its credit comes back, and the count says two where there is one',
    steps: [
      'environment ⇒ stream.1: ROUTE {routing: [[0]]}',
      'dispatch.1.core ⏱ sendChunk in sending',
      "dispatch.1.core ⇒ ub.1: POST {writer: 'dispatch.1.core'}",
      "dispatch.1.core ⇒ window.0.dispatch.0 (data): WRITE {address: 1, copy: {choice: 0, expert: 0, item: 0, of: 'dispatch', precision: 'INT8', source: 1, token: 0}, writer: 'dispatch.1.core'}",
    ],
  },
};
