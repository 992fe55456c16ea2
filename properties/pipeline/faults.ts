import type { PipelineFault } from './fault.js';
import { bothInOneStream } from './faults/c2-both-in-one-stream.js';
import { skippedDraft } from './faults/d4-skipped-draft.js';
import { anotherOrder } from './faults/d5-another-order.js';
import { streamsNotSplit } from './faults/d7-streams-not-split.js';
import { wedgedDie } from './faults/wedged-die.js';
import { keptEngines } from './faults/kept-engines.js';
import { oneMoreCollective } from './faults/one-more-collective.js';
import { bothInDispatch } from './faults/prefill/c2-both-in-dispatch.js';
import { earlyReturn } from './faults/prefill/d3-early-return.js';
import { anotherNumber } from './faults/prefill/d4-another-number.js';
import { coresLentTwice } from './faults/prefill/d7-cores-lent-twice.js';
import { expertsBeforeDispatch } from './faults/prefill/experts-before-dispatch.js';
import { wedgedPrefillDie } from './faults/prefill/wedged-die.js';
import { keptPrefillEngines } from './faults/prefill/kept-engines.js';
import { oneMorePrefillCollective } from './faults/prefill/one-more-collective.js';
import { prefillRanAhead } from './faults/prefill/ran-ahead.js';
import { skippedPrefillLayer } from './faults/prefill/skipped-layer.js';
import { unsplitBatch } from './faults/prefill/unsplit-batch.js';
import { ranAhead } from './faults/ran-ahead.js';
import { skippedExperts } from './faults/skipped-experts.js';
import { skippedLayer } from './faults/skipped-layer.js';

type Faults = Readonly<Record<string, PipelineFault>>;

/** Bugs of decode by id; the first is the canary of `check`. */
export const decodeFaults: Faults = {
  D4: skippedDraft,
  D5: anotherOrder,
  D7: streamsNotSplit,
  C2: bothInOneStream,
  'skipped-experts': skippedExperts,
  'skipped-layer': skippedLayer,
  'kept-engines': keptEngines,
  'one-more-collective': oneMoreCollective,
  'wedged-die': wedgedDie,
  'ran-ahead': ranAhead,
};

/** Bugs of prefill by id; the first is the canary of `check`. */
export const prefillFaults: Faults = {
  D3: earlyReturn,
  D4: anotherNumber,
  D7: coresLentTwice,
  C2: bothInDispatch,
  'unsplit-batch': unsplitBatch,
  'experts-before-dispatch': expertsBeforeDispatch,
  'skipped-layer': skippedPrefillLayer,
  'kept-engines': keptPrefillEngines,
  'one-more-collective': oneMorePrefillCollective,
  'wedged-die': wedgedPrefillDie,
  'ran-ahead': prefillRanAhead,
};
