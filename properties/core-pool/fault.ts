import type { KernelEdges } from '../../machines/die/kernel-graph.js';
import type { Fault, Patch } from '../../src/index.js';

/** A bug of the cores of dies: it may change which kernels follow which, too. */
export interface CorePoolFault extends Fault {
  readonly patch: Patch<KernelEdges>;
}
