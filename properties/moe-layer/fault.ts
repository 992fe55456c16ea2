import type { Fault, Patch } from '../../src/index.js';

/** A bug of an MoE layer, beside its report. */
export interface MoeLayerFault extends Fault {
  readonly patch: Patch;
}
