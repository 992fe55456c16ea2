import type { Survivors } from '../survivors.js';

/** What survives in core-pool. */
export const corePoolSurvivors: Survivors = {
  'Both happen in one step, and neither uses what the other changes or sends.': [
    'core-pool.open on REQUEST: queueUp before tellAsked',
    'core-pool.open on RELEASE: takeBack before tellReturned',
    'kernel.running after run to waiting: signalPeers before countRun',
    'kernel.waiting always [hasAllSignals] to ended: startSuccessors before release',
  ],
  'Who has to wait, although there are cores, is served by the next transition, in the same step.': [
    'core-pool.open on REQUEST [isServedAtOnce]: without it',
  ],
  'Every share and every request names both kinds of cores.': [
    "die/core-pool freeCores.freeOf: 1 for 0 in 'held.reduce((free, { cores }) => free - (cores[kind] ?? 0), share)'",
    "die/core-pool fits: 1 for 0 in '([kind, asked]) => asked <= (free[kind] ?? 0)'",
  ],
  'Leases are sorted all the same.': [
    "die/core-pool withLease: 2 for 1 in '(one, other) => (one.kernel < other.kernel ? -1 : 1)'",
    "die/core-pool withLease: 2 for 1 in '(one, other) => (one.kernel < other.kernel ? -1 : 1)' (2)",
    "die/core-pool withLease: 0 for 1 in '(one, other) => (one.kernel < other.kernel ? -1 : 1)' (2)",
  ],
};
