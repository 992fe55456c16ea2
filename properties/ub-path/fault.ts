import type { UbPathParts } from '../../machines/networks/ub-path/wiring.js';
import type { Fault, Patch } from '../../src/index.js';

/** A bug of rings and paths: it may change channels, too. */
export interface UbPathFault extends Fault {
  readonly patch: Patch<UbPathParts>;
}
