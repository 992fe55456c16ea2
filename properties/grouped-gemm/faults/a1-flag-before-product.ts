import type { Fault } from '../../../src/index.js';

export const flagBeforeProduct: Fault = {
  title:
    'the flag is set by another pipe than the one that stores, without a barrier, and overtakes the product',
  link: 'https://github.com/hw-native-sys/PTOAS/issues/711',
  kinship: 'its kind',
  property: 'experts-in-order of aiv.0',
  configuration: { experts: 1, vectors: 1, routing: 'all' },
  patch: {
    chart: {
      'gemm-cube': ({ states }) => {
        const { multiplying } = states!;
        multiplying!.entry = 'setFlags';
        multiplying!.after = { multiply: { target: 'choosing', actions: ['writeProduct', 'nextExpert'] } };
      },
    },
  },
  counterexample: {
    tells:
      'the matrix core sets the flag while it still multiplies; the vector core passes at once, finds nothing in the place of the expert, and stores a result that is made of nothing (step 2)',
    steps: ['environment ⇒ aic: ROUTE {busy: [0]}', 'aiv.0 ⏱ process in processing'],
  },
};
