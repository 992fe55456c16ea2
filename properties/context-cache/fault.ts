import type { ContextCacheParts } from '../../machines/networks/context-cache/wiring.js';
import type { Fault, Patch } from '../../src/index.js';

/** A bug of the context cache, beside its report. */
export interface ContextCacheFault extends Fault {
  readonly patch: Patch<ContextCacheParts>;
}
