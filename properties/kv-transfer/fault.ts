import type { Fault, Patch } from '../../src/index.js';

/** A bug of kv-transfer, beside its report. */
export interface KvTransferFault extends Fault {
  readonly patch: Patch;
}
