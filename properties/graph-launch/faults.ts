import type { GraphLaunchFault } from './fault.js';
import { capturedParameters } from './faults/captured-parameters.js';
import { skippedDraft } from './faults/d4-skipped-draft.js';
import { updateStreamApart } from './faults/d5-update-stream-apart.js';
import { dummySteps } from './faults/dummy-steps.js';
import { mainParameters } from './faults/main-parameters.js';
import { polledReplays } from './faults/polled-replays.js';
import { ranAhead } from './faults/ran-ahead.js';
import { rebuiltMetadata } from './faults/rebuilt-metadata.js';
import { replayBeforeUpdate } from './faults/replay-before-update.js';
import { reusedMetadata } from './faults/reused-metadata.js';
import { staleEvent } from './faults/stale-event.js';
import { unorderedUpdates } from './faults/unordered-updates.js';

/** Bugs of graph-launch by id; the first is the canary of `check`. */
export const faults: Readonly<Record<string, GraphLaunchFault>> = {
  D5: updateStreamApart,
  'unordered-updates': unorderedUpdates,
  'stale-event': staleEvent,
  'replay-before-update': replayBeforeUpdate,
  'captured-parameters': capturedParameters,
  'main-parameters': mainParameters,
  'reused-metadata': reusedMetadata,
  'rebuilt-metadata': rebuiltMetadata,
  'ran-ahead': ranAhead,
  D4: skippedDraft,
  'dummy-steps': dummySteps,
  'polled-replays': polledReplays,
};
