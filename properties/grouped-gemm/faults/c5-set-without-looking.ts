import type { Fault } from '../../../src/index.js';

export const setWithoutLooking: Fault = {
  title: 'the matrix core sets the flag without looking, and what the flag cannot count is lost',
  link: 'https://github.com/vllm-project/vllm-ascend/pull/6416',
  property: 'deadlock-freedom',
  configuration: { experts: 17, vectors: 1, routing: 'all' },
  patch: { provide: { 'gemm-cube': { guards: { hasRoom: () => true } } } },
  counterexample: {
    tells:
      'the matrix core is done with all 17 experts before the vector core is with the first: one set was passed, 15 are counted, and the last is lost, so that the vector core waits for it for ever',
    steps: [
      'environment ⇒ aic: ROUTE {busy: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]}',
      ...Array.from({ length: 17 }, () => 'aic ⏱ multiply in multiplying'),
      ...Array.from({ length: 16 }, () => 'aiv.0 ⏱ process in processing'),
    ],
  },
};
