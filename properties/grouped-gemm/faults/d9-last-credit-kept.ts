import { enqueueActions } from 'xstate';
import type { VectorContext } from '../../../machines/moe/gemm-vector.js';
import { componentRef, type Fault } from '../../../src/index.js';

export const lastCreditKept: Fault = {
  title:
    'the head is not moved on in the last iteration, and the sender never learns that the last place is free',
  link: 'https://github.com/deepseek-ai/DeepEP/pull/353',
  kinship: 'its kind',
  property: 'as-at-the-start',
  configuration: { experts: 1, vectors: 1, routing: 'all' },
  patch: {
    provide: {
      'gemm-vector': {
        actions: {
          giveCredit: enqueueActions(({ context, enqueue }) => {
            const { cube, vector, busy, expert } = context as VectorContext;
            const isLast = expert === busy.at(-1);
            if (!isLast) enqueue.sendTo(componentRef(cube), { type: 'CREDIT', vector });
          }),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the only expert is computed and processed, and the matrix core still counts one set as not passed: the next operation begins with one credit less',
    steps: [
      'environment ⇒ aic: ROUTE {busy: [0]}',
      'aic ⏱ multiply in multiplying',
      'aiv.0 ⏱ process in processing',
    ],
  },
};
