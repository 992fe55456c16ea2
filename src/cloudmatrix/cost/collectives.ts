import { SCALE_BYTES } from '../paper/window.js';
import {
  COLLECTIVE_INTERCEPT_RANKS,
  COLLECTIVE_RANKS,
  COLLECTIVE_TOKENS,
  COMBINE_US,
  DISPATCH_US,
} from '../paper/operators.js';
import { HIDDEN, TOP_K } from '../paper/model.js';
import type { Calibration } from './calibration.js';
import type { Device, NetworkDescription } from './device.js';
import { ASCEND_910_DIE, UNIFIED_BUS } from './device.js';

const NS_PER_US = 1_000;
const NS_PER_S = 1e9;

export type Collective = 'dispatch' | 'combine';

/** Bytes of a token's copy: dispatched in INT8 with its scale, combined in BF16 (docs/paper/facts.md 4.3: 7.5 KB and 14 KB). */
export function messageBytes(collective: Collective, hidden: number): number {
  return collective === 'dispatch' ? hidden + SCALE_BYTES : 2 * hidden;
}

export interface CollectiveShape {
  readonly collective: Collective;
  readonly ranks: number;
  readonly hidden: number;
  /** Copies that a token is sent in, on average, to other ranks. */
  readonly remoteCopies: number;
  /** Share of the die's AIV cores that send. */
  readonly aivShare: number;
}

/** Whether all ranks are dies of one node. */
const isInNode = (ranks: number, { diesPerNode }: NetworkDescription): boolean => ranks <= diesPerNode;

const hopNs = (ranks: number, network: NetworkDescription): number =>
  isInNode(ranks, network) ? network.latencyNs.inNode : network.latencyNs.crossNode;

const writeRate = (ranks: number, network: NetworkDescription): number =>
  isInNode(ranks, network) ? network.writeBytesPerSecond.inNode : network.writeBytesPerSecond.crossNode;

/**
 * A dispatch ends with a flag for each peer, which all cores of a die share out. Writes are posted, so that no core waits for a hop; as a law over
 * the ranks this describes table 6, and it does not go with the cores of a stream (docs/paper/facts.md 4.4, step 2).
 */
function flagsNs(ranks: number, { aiv }: Device, network: NetworkDescription): number {
  return (ranks / aiv) * hopNs(ranks, network);
}

/** Nanoseconds on the wire of one copy. */
const wireNs = (collective: Collective, hidden: number, ranks: number, network: NetworkDescription) =>
  (messageBytes(collective, hidden) / writeRate(ranks, network)) * NS_PER_S;

/**
 * What the published measurements (EP256, 128 tokens, all cores) say of a collective: what does not depend on tokens, and what a copy costs all cores
 * together. For dispatch that is issuing (load, quantise, find the slot, write), as its copies are on the wire for less than half of the time;
 * for combine it is the link, which then carries 92 to 95 % of the measured write rate.
 */
function measured(collective: Collective, { collectiveStartNs }: Calibration) {
  const flags = (ranks: number) =>
    collective === 'dispatch' ? flagsNs(ranks, ASCEND_910_DIE, UNIFIED_BUS) : 0;
  const startNs = Math.max(0, collectiveStartNs - flags(COLLECTIVE_INTERCEPT_RANKS));
  const totalNs = (collective === 'dispatch' ? DISPATCH_US : COMBINE_US) * NS_PER_US;
  const copies = COLLECTIVE_TOKENS * (TOP_K + 1) * (1 - 1 / COLLECTIVE_RANKS);
  return { startNs, copyNs: (totalNs - startNs - flags(COLLECTIVE_RANKS)) / copies };
}

/** Where both collectives would take as long for no tokens at all as was measured for those that were sent: with a later start, copies would cost less than nothing. */
export const COLLECTIVE_START_NS_LIMIT = Math.min(
  COMBINE_US * NS_PER_US,
  DISPATCH_US * NS_PER_US +
    flagsNs(COLLECTIVE_INTERCEPT_RANKS, ASCEND_910_DIE, UNIFIED_BUS) -
    flagsNs(COLLECTIVE_RANKS, ASCEND_910_DIE, UNIFIED_BUS),
);

/**
 * Time of a collective before it has sent anything, and for each token, in nanoseconds. The write of a copy overlaps the issuing of the next (paper,
 * data-sending pipeline), so that a token takes the longer of both: issuing goes with the cores, the link with as many of them as fill it.
 */
export function collectiveTimes(
  { collective, ranks, hidden, remoteCopies, aivShare }: CollectiveShape,
  device: Device,
  network: NetworkDescription,
  calibration: Calibration,
): { readonly startNs: number; readonly tokenNs: number } {
  const { startNs, copyNs } = measured(collective, calibration);
  const start = (startNs * hopNs(ranks, network)) / UNIFIED_BUS.latencyNs.crossNode;
  const cores = device.aiv * aivShare;
  const linkShare = Math.min(1, cores / calibration.linkCores);
  const wire = wireNs(collective, hidden, ranks, network);
  const measuredWire = wireNs(collective, HIDDEN, COLLECTIVE_RANKS, UNIFIED_BUS);
  // Quantising and issuing a copy goes with its size, as its time on the wire does; and it was measured on all cores of this die.
  const issue = (copyNs * hidden) / HIDDEN / (cores / ASCEND_910_DIE.aiv);
  const longest =
    collective === 'dispatch'
      ? Math.max(issue, wire / linkShare)
      : Math.max(issue * calibration.combineIssueShare, (copyNs * wire) / measuredWire / linkShare);
  const flags = collective === 'dispatch' ? flagsNs(ranks, device, network) : 0;
  return { startNs: start + flags, tokenNs: remoteCopies * longest };
}

/** The least time in which so many cores can issue so many bytes, in nanoseconds. */
export const leastIssueNs = (bytes: number, cores: number, { aivWriteBytesPerSecond }: Device): number =>
  (bytes / (cores * aivWriteBytesPerSecond)) * NS_PER_S;

/** The least time that a hop takes between ranks. */
export function leastHopNs(ranks: number, { diesPerNode, leastLatencyNs }: NetworkDescription): number {
  return ranks <= diesPerNode ? leastLatencyNs.inNode : leastLatencyNs.crossNode;
}
