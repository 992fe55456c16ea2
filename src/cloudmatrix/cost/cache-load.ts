import {
  CPU_LINK_BYTES_PER_SECOND,
  CPUS_PER_NODE,
  POOL_NODES,
  PREFILL_INSTANCES,
  VPC_BYTES_PER_SECOND,
} from '../paper/caching.js';
import { DIE_TO_CPU } from '../paper/interconnect.js';
import type { Calibration } from './calibration.js';
import type { NetworkDescription } from './device.js';

const NS_PER_S = 1e9;
const GB = 1e9;
const NODE_BYTES_PER_SECOND = CPUS_PER_NODE * CPU_LINK_BYTES_PER_SECOND;

/** What joins dies to the memory pool: memory reads over the Unified Bus, or messages over the nodes' Ethernet. */
export type CachePlane = 'ub' | 'vpc';

export interface CacheLoad {
  /** That each die gets: all dies of an instance get the same. */
  readonly bytes: number;
  /** Reads that a die makes for them, one after the other: of one layer of one block each. */
  readonly reads: number;
  /** Dies of the instance. */
  readonly dies: number;
  readonly plane: CachePlane;
}

/** How long a node takes bytes of the pool over VPC, once for all of its dies, in nanoseconds. */
export const cacheFetchNs = (bytes: number): number => (bytes / VPC_BYTES_PER_SECOND) * NS_PER_S;

/**
 * How long dies of an instance read cached blocks out of the memory of CPUs, in nanoseconds. No die reads faster than one by itself (v2 table 1), and all
 * that read share the links of the CPUs. Over the Unified Bus they read where the pool has the blocks: dies of all prefill instances, from all of its
 * nodes. What has come over VPC is in the die's own node, which has it for all of its dies.
 */
export function cacheLoadNs(
  { bytes, reads, dies, plane }: CacheLoad,
  { diesPerNode, linkBytesPerSecond }: NetworkDescription,
  { blockReadStartNs, isIdeal }: Pick<Calibration, 'blockReadStartNs' | 'isIdeal'>,
): number {
  const [distance, nodes, readers] =
    plane === 'ub'
      ? (['cross-node', POOL_NODES, PREFILL_INSTANCES * dies] as const)
      : (['in-node', 1, Math.min(dies, diesPerNode)] as const);
  const measured = isIdeal ? Number.POSITIVE_INFINITY : DIE_TO_CPU[distance].read.bandwidthGBs * GB;
  const rate = Math.min(linkBytesPerSecond, measured, (nodes * NODE_BYTES_PER_SECOND) / readers);
  return reads * blockReadStartNs + (bytes / rate) * NS_PER_S;
}
