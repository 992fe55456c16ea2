import { FLAG_SETS_MAX } from '../../../src/cloudmatrix/paper/die.js';
import type { CubeContext } from '../../../machines/moe/gemm-cube.js';
import type { Fault } from '../../../src/index.js';

export const limitAboveDepth: Fault = {
  title: 'the sender counts on a queue that is deeper than the hardware makes it',
  link: 'https://github.com/deepseek-ai/DeepEP/issues/301',
  kinship: 'its kind',
  property: 'flag-within-limit of flag.0',
  configuration: { experts: 17, vectors: 1, routing: 'all' },
  patch: {
    provide: {
      'gemm-cube': {
        guards: {
          hasRoom: ({ context }: { context: CubeContext }) =>
            context.pending.every((pending) => pending <= FLAG_SETS_MAX),
        },
      },
    },
  },
  counterexample: {
    tells:
      'the vector core passes its flag once and is slow with the first expert; the matrix core counts on 16 sets, computes 16 experts more (step 18), and the flag loses the last',
    steps: [
      'environment ⇒ aic: ROUTE {busy: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]}',
      ...Array.from({ length: 17 }, () => 'aic ⏱ multiply in multiplying'),
    ],
  },
};
