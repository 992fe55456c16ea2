import type { GraphLaunchParts } from '../../machines/networks/graph-launch/wiring.js';
import type { Fault, Patch } from '../../src/index.js';

/** A bug of graph-launch, beside its report. */
export interface GraphLaunchFault extends Fault {
  readonly patch: Patch<GraphLaunchParts>;
}
