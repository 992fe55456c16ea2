import type { UbPathFault } from './fault.js';
import { tailAtIssue } from './faults/A2-tail-at-issue.js';
import { staleCopy } from './faults/A4-stale-copy.js';
import { headBeforeCopy } from './faults/D9-head-before-copy.js';
import { lostSubmission } from './faults/lost-submission.js';
import { resumedTooEarly } from './faults/resumed-too-early.js';
import { uncountedAcknowledgements } from './faults/uncounted-acknowledgements.js';
import { wedgedByFlap } from './faults/wedged-by-flap.js';

/** Bugs of rings and links, by the id of the report or, where `docs/faults.md` has none, by what goes wrong. */
export const faults: Readonly<Record<string, UbPathFault>> = {
  D9: headBeforeCopy,
  A2: tailAtIssue,
  A4: staleCopy,
  'uncounted-acknowledgements': uncountedAcknowledgements,
  'lost-submission': lostSubmission,
  'resumed-too-early': resumedTooEarly,
  'wedged-by-flap': wedgedByFlap,
};
