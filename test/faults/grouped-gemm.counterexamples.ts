import type { Counterexamples } from '../support/faults.js';

/** The shortest counterexample of each fault of grouped-gemm, as a reader of the bug report would tell it. */
export const counterexamples: Counterexamples = {
  C5: {
    tells:
      'the matrix core is done with all 17 experts before the vector core is with the first: one set was passed, 15 are counted, and the last is lost, so that the vector core waits for it for ever',
    steps: [
      'environment ⇒ aic: ROUTE {busy: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]}',
      ...Array.from({ length: 17 }, () => 'aic ⏱ multiply in multiplying'),
      ...Array.from({ length: 16 }, () => 'aiv.0 ⏱ process in processing'),
    ],
  },
};
