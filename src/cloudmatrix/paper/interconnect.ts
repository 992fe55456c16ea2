/**
 * Figures of the Unified Bus (UB): counts from arXiv 2506.12708 (hardware and network; docs/paper/facts.md 1 and 2), bandwidth and latency from
 * table 1 of its version 2, which version 3 leaves out.
 */

/** Two identical dies are one NPU package; a node has 8 packages, the supernode 48 nodes. */
export const DIES_PER_PACKAGE = 2;
const PACKAGES_PER_NODE = 8;
export const DIES_PER_NODE = DIES_PER_PACKAGE * PACKAGES_PER_NODE;
export const NODES = 48;

/** L1 chip i of every node is linked to each L2 chip of sub-plane i. */
export const SUB_PLANES = 7;
export const L2_CHIPS_PER_SUB_PLANE = 16;

/** How far it is from one die to another. */
export type PathClass = 'on-package' | 'in-node' | 'cross-node';

/** What a die's links carry one way: 7 transceivers of 224 Gbit/s on the Unified Bus; 200 Gbit/s on the RDMA plane (docs/paper/facts.md 1). */
export const UB_LINK_GBS = 196;
export const RDMA_LINK_GBS = 25;

interface TransferFigures {
  /** Of one die, one way. */
  readonly bandwidthGBs: number;
  /** Of 512 B. */
  readonly latencyNs: number;
}

export type AccessFigures = Readonly<Record<'read' | 'write', TransferFigures>>;

/**
 * Between two dies. On the package: 540 GB/s in both directions together (arXiv 2506.12708 v2); its latency is not in the paper,
 * the figure is that of Ascend/msmodeling (tensor_cast/device.py), which a measurement confirms (arXiv 2607.26444).
 */
export const DIE_TO_DIE: Readonly<Record<PathClass, AccessFigures>> = {
  'on-package': {
    read: { bandwidthGBs: 270, latencyNs: 200 },
    write: { bandwidthGBs: 270, latencyNs: 200 },
  },
  'in-node': {
    read: { bandwidthGBs: 167, latencyNs: 1_200 },
    write: { bandwidthGBs: 137, latencyNs: 1_300 },
  },
  'cross-node': {
    read: { bandwidthGBs: 164, latencyNs: 1_900 },
    write: { bandwidthGBs: 135, latencyNs: 2_100 },
  },
};

/** Between a die and the memory of a CPU. */
export const DIE_TO_CPU: Readonly<Record<Exclude<PathClass, 'on-package'>, AccessFigures>> = {
  'in-node': {
    read: { bandwidthGBs: 151, latencyNs: 1_000 },
    write: { bandwidthGBs: 110, latencyNs: 1_100 },
  },
  'cross-node': {
    read: { bandwidthGBs: 147, latencyNs: 1_700 },
    write: { bandwidthGBs: 107, latencyNs: 1_900 },
  },
};
