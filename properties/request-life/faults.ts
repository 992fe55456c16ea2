import type { RequestLifeFault } from './fault.js';
import { incompleteKv } from './faults/e2-incomplete-kv.js';
import { untoldAbort } from './faults/e2-prefill-abort-untold.js';
import { prefillTakenForDecode } from './faults/e6-prefill-taken-for-decode.js';
import { busyIsDown } from './faults/busy-is-down.js';
import { condensedRows } from './faults/condensed-rows.js';
import { endlessRetries } from './faults/endless-retries.js';
import { firstHandle } from './faults/first-handle.js';
import { leftWedged } from './faults/g1-left-wedged.js';
import { headOfLine } from './faults/head-of-line.js';
import { lateDelta } from './faults/late-delta.js';
import { lateToken } from './faults/late-token.js';
import { lostAbort } from './faults/lost-abort.js';
import { mainWaits } from './faults/main-waits.js';
import { noDeadline } from './faults/no-deadline.js';
import { noGrowth } from './faults/no-growth.js';
import { pickedAgain } from './faults/picked-again.js';
import { repeatedTokens } from './faults/repeated-tokens.js';
import { replayedDispatch } from './faults/replayed-dispatch.js';
import { resetLoads } from './faults/reset-loads.js';
import { sessionDead } from './faults/session-dead.js';
import { staleRoom } from './faults/stale-room.js';
import { starvation } from './faults/starvation.js';
import { strandedSource } from './faults/stranded-source.js';
import { twoDecoders } from './faults/two-decoders.js';
import { unreturnedPages } from './faults/unreturned-pages.js';

/** Bugs of request-life by id; the first is the canary of `check`. */
export const faults: Readonly<Record<string, RequestLifeFault>> = {
  E2: untoldAbort,
  'incomplete-kv': incompleteKv,
  'stale-room': staleRoom,
  E6: prefillTakenForDecode,
  G1: leftWedged,
  'no-deadline': noDeadline,
  'lost-abort': lostAbort,
  'head-of-line': headOfLine,
  'no-growth': noGrowth,
  'first-handle': firstHandle,
  'session-dead': sessionDead,
  'main-waits': mainWaits,
  'late-token': lateToken,
  'repeated-tokens': repeatedTokens,
  'replayed-dispatch': replayedDispatch,
  'two-decoders': twoDecoders,
  'endless-retries': endlessRetries,
  starvation,
  'unreturned-pages': unreturnedPages,
  'stranded-source': strandedSource,
  'late-delta': lateDelta,
  'condensed-rows': condensedRows,
  'picked-again': pickedAgain,
  'busy-is-down': busyIsDown,
  'reset-loads': resetLoads,
};
