import type { Survivors } from '../survivors.js';

/** What survives in grouped-gemm. */
export const groupedGemmSurvivors: Survivors = {
  'Both happen in one step, and neither uses what the other changes or sends.': [
    'gemm-cube.idle on ROUTE to choosing: tellRoute before noteRoute',
    'gemm-cube.multiplying after multiply to choosing: nextExpert before setFlags',
    'gemm-vector.waiting on PASSED to processing: readProduct before giveCredit',
  ],
};
