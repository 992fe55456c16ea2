import type { CorePoolFault } from './fault.js';
import { idleDieDoesNotWait } from './faults/b5-idle-die-does-not-wait.js';
import { noEdgeBetweenLayers } from './faults/d1-no-edge-between-layers.js';
import { waitBeforeNotify } from './faults/d2-wait-before-notify.js';
import { rebalanceInAnyOrder } from './faults/d7-rebalance-in-any-order.js';
import { doubleMatch } from './faults/double-match.js';
import { coresOfAnEarlierJob } from './faults/g1-cores-of-an-earlier-job.js';
import { halfTheCores } from './faults/half-the-cores.js';
import { lastComeFirstServed } from './faults/last-come-first-served.js';
import { missingDependency } from './faults/missing-dependency.js';
import { oneQueue } from './faults/one-queue.js';
import { skippedTask } from './faults/skipped-task.js';
import { unseenCompletion } from './faults/unseen-completion.js';
import { weightsMovedUnderExperts } from './faults/weights-moved-under-experts.js';

/** Bugs of schedulers, by the id of the report or, where `docs/faults.md` has none, by what goes wrong. */
export const faults: Readonly<Record<string, CorePoolFault>> = {
  D1: noEdgeBetweenLayers,
  D2: waitBeforeNotify,
  D7: rebalanceInAnyOrder,
  B5: idleDieDoesNotWait,
  G1: coresOfAnEarlierJob,
  'double-match': doubleMatch,
  'unseen-completion': unseenCompletion,
  'missing-dependency': missingDependency,
  'skipped-task': skippedTask,
  'last-come-first-served': lastComeFirstServed,
  'half-the-cores': halfTheCores,
  'one-queue': oneQueue,
  'weights-moved-under-experts': weightsMovedUnderExperts,
};
