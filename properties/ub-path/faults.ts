import type { Fault } from '../../src/index.js';
import { tailAtIssue } from './faults/a2-tail-at-issue.js';
import { staleCopy } from './faults/a4-stale-copy.js';
import { slotNeverCleared } from './faults/c1-slot-never-cleared.js';
import { headBeforeCopy } from './faults/d9-head-before-copy.js';
import { endlessFlaps } from './faults/endless-flaps.js';
import { endlessRetraining } from './faults/endless-retraining.js';
import { flapWhileRetraining } from './faults/flap-while-retraining.js';
import { moreCreditsThanQueue } from './faults/more-credits-than-queue.js';
import { oneCountForAll } from './faults/one-count-for-all.js';
import { resumedTooEarly } from './faults/resumed-too-early.js';
import { uncountedAcknowledgements } from './faults/uncounted-acknowledgements.js';
import { unwatchedLink } from './faults/unwatched-link.js';
import { wedgedByFlap } from './faults/wedged-by-flap.js';

/** Bugs of rings and links, by the id of the report or, where `docs/faults.md` has none, by what goes wrong. */
export const faults: Readonly<Record<string, Fault>> = {
  D9: headBeforeCopy,
  A2: tailAtIssue,
  A4: staleCopy,
  C1: slotNeverCleared,
  'more-credits-than-queue': moreCreditsThanQueue,
  'uncounted-acknowledgements': uncountedAcknowledgements,
  'resumed-too-early': resumedTooEarly,
  'wedged-by-flap': wedgedByFlap,
  'unwatched-link': unwatchedLink,
  'endless-retraining': endlessRetraining,
  'flap-while-retraining': flapWhileRetraining,
  'endless-flaps': endlessFlaps,
  'one-count-for-all': oneCountForAll,
};
