import type { RequestLifeParts } from '../../machines/networks/request-life/wiring.js';
import type { Fault, Patch } from '../../src/index.js';

/** A bug of request-life, beside its report. */
export interface RequestLifeFault extends Fault {
  readonly patch: Patch<RequestLifeParts>;
}
