import type { PipelineParts } from '../../machines/networks/pipeline/wiring.js';
import type { Fault, Patch } from '../../src/index.js';

/** A bug of decode or prefill, beside its report. */
export interface PipelineFault extends Fault {
  readonly patch: Patch<PipelineParts>;
}
