import { z } from 'zod';
import { DIE_CORES, DIE_PEAKS } from '../paper/die.js';
import {
  DIE_TO_DIE,
  DIES_PER_NODE,
  DIES_PER_PACKAGE,
  RDMA_LINK_GBS,
  UB_LINK_GBS,
} from '../paper/interconnect.js';
import { RDMA_LATENCY_NS } from '../paper/judgements.js';
import { AIV_GBS } from '../paper/operators.js';
import { AMONG_MISTAKES, areRight, bytes, describe, nanoseconds, operations } from './description.js';

const GB = 1e9;

/** A die: peaks are physical limits. */
export const deviceSchema = z.strictObject({
  name: z.string().min(1),
  /** Operations (a multiply-add is two) a second. */
  int8OpsPerSecond: operations,
  bf16OpsPerSecond: operations,
  hbmBytesPerSecond: bytes,
  hbmBytes: bytes,
  aic: z.int().positive(),
  aiv: z.int().positive(),
  /** What one AIV core can write over the network; if nothing is said, as much as was seen. */
  aivWriteBytesPerSecond: bytes.default(AIV_GBS * GB),
  /** Dies in one NPU, by which throughput is reported. */
  diesPerNpu: z.int().positive(),
});

export type Device = z.infer<typeof deviceSchema>;

const latency = nanoseconds.positive();

const HOPS = ['inNode', 'crossNode'] as const;

/** A description that is not checked yet may have anything in place of both figures. */
const ofHop = (figures: Readonly<Record<Hop, number>> | null | undefined, hop: Hop): number | undefined =>
  figures?.[hop];

type Hop = (typeof HOPS)[number];

/** What joins dies: rates are of one die, one way. */
export const networkSchema = z
  .strictObject({
    name: z.string().min(1),
    /** Physical limit of a die's links. */
    linkBytesPerSecond: bytes,
    /** Measured rates of writes to a die of the same node, and of another one. */
    writeBytesPerSecond: z.strictObject({ inNode: bytes, crossNode: bytes }),
    /** Times of a small write. */
    latencyNs: z.strictObject({ inNode: latency, crossNode: latency }),
    /** Least time of any access: no hop is shorter. */
    leastLatencyNs: z.strictObject({ inNode: latency, crossNode: latency }),
    diesPerNode: z.int().positive(),
  })
  .superRefine(({ linkBytesPerSecond, writeBytesPerSecond, latencyNs, leastLatencyNs }, context) => {
    for (const hop of HOPS) {
      const writes = ofHop(writeBytesPerSecond, hop);
      if (areRight(bytes, linkBytesPerSecond, writes) && writes! > linkBytesPerSecond)
        context.addIssue({
          code: 'custom',
          path: ['writeBytesPerSecond', hop],
          message: `It must be ${linkBytesPerSecond} at most, which is what the links can carry (linkBytesPerSecond)`,
        });
      const least = ofHop(leastLatencyNs, hop);
      const small = ofHop(latencyNs, hop);
      if (areRight(latency, least, small) && least! > small!)
        context.addIssue({
          code: 'custom',
          path: ['leastLatencyNs', hop],
          message: `It must be ${small} at most, which is what a small write takes (latencyNs)`,
        });
    }
  }, AMONG_MISTAKES);

export type NetworkDescription = z.infer<typeof networkSchema>;

/**
 * One of the two dies of an Ascend 910 (docs/paper/facts.md 1): 376 dense BF16 TFLOPS, 752 INT8 TOPS (which the paper's table 9 pins to 0.8), 64 GB of
 * HBM at 1.6 TB/s.
 */
export const ASCEND_910_DIE: Device = describe(deviceSchema, 'device', {
  name: 'Ascend 910 die',
  ...DIE_PEAKS,
  ...DIE_CORES,
  diesPerNpu: DIES_PER_PACKAGE,
});

const { 'in-node': inNode, 'cross-node': crossNode } = DIE_TO_DIE;

/** The Unified Bus: 7 transceivers of 224 Gbit/s for each die (docs/paper/facts.md 1), rates and latencies of v2 table 1. */
export const UNIFIED_BUS: NetworkDescription = describe(networkSchema, 'network', {
  name: 'Unified Bus',
  linkBytesPerSecond: UB_LINK_GBS * GB,
  writeBytesPerSecond: {
    inNode: inNode.write.bandwidthGBs * GB,
    crossNode: crossNode.write.bandwidthGBs * GB,
  },
  latencyNs: { inNode: inNode.write.latencyNs, crossNode: crossNode.write.latencyNs },
  leastLatencyNs: { inNode: inNode.read.latencyNs, crossNode: crossNode.read.latencyNs },
  diesPerNode: DIES_PER_NODE,
});

/** The RDMA plane: 200 Gbit/s for each die (docs/paper/facts.md 1). Its latency is not in the paper, and judged. */
export const RDMA: NetworkDescription = describe(networkSchema, 'network', {
  name: 'RDMA',
  linkBytesPerSecond: RDMA_LINK_GBS * GB,
  writeBytesPerSecond: { inNode: RDMA_LINK_GBS * GB, crossNode: RDMA_LINK_GBS * GB },
  latencyNs: { inNode: RDMA_LATENCY_NS, crossNode: RDMA_LATENCY_NS },
  leastLatencyNs: { inNode: RDMA_LATENCY_NS, crossNode: RDMA_LATENCY_NS },
  diesPerNode: DIES_PER_NODE,
});
