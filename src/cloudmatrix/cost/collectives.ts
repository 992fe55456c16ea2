import { SCALE_BYTES } from '../paper/window.js';
import {
  COLLECTIVE_INTERCEPT_RANKS,
  COLLECTIVE_INTERCEPT_US,
  COLLECTIVE_RANKS,
  COLLECTIVE_TOKENS,
  COMBINE_US,
  DISPATCH_US,
} from '../paper/operators.js';
import { HIDDEN, TOP_K } from '../paper/model.js';
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

/** A dispatch ends with a flag for each peer; the cores share them out, and each writes one after the other (docs/paper/facts.md 4.4, step 2). */
function flagsNs(ranks: number, cores: number, network: NetworkDescription): number {
  return (ranks / cores) * hopNs(ranks, network);
}

/** Nanoseconds on the wire of one copy. */
const wireNs = (collective: Collective, hidden: number, ranks: number, network: NetworkDescription) =>
  (messageBytes(collective, hidden) / writeRate(ranks, network)) * NS_PER_S;

const MEASURED = { hidden: HIDDEN, copies: TOP_K + 1 } as const;

/**
 * What the published measurements (EP256, 128 tokens, all cores; and the intercept of EP128) say of a collective, taken apart by mechanism:
 * what does not depend on tokens, and what issuing a copy costs beside its time on the wire.
 */
function measured(collective: Collective): { readonly startNs: number; readonly issueNs: number } {
  const isDispatch = collective === 'dispatch';
  const { aiv } = ASCEND_910_DIE;
  const flags = (ranks: number) => (isDispatch ? flagsNs(ranks, aiv, UNIFIED_BUS) : 0);
  const startNs = COLLECTIVE_INTERCEPT_US * NS_PER_US - flags(COLLECTIVE_INTERCEPT_RANKS);
  const totalNs = (isDispatch ? DISPATCH_US : COMBINE_US) * NS_PER_US;
  const copies = COLLECTIVE_TOKENS * MEASURED.copies * (1 - 1 / COLLECTIVE_RANKS);
  const copyNs = (totalNs - startNs - flags(COLLECTIVE_RANKS)) / copies;
  return { startNs, issueNs: copyNs - wireNs(collective, MEASURED.hidden, COLLECTIVE_RANKS, UNIFIED_BUS) };
}

const OF_COLLECTIVE = { dispatch: measured('dispatch'), combine: measured('combine') } as const;

/** Time of a collective before it has sent anything, and for each token, in nanoseconds. */
export function collectiveTimes(
  { collective, ranks, hidden, remoteCopies, aivShare }: CollectiveShape,
  device: Device,
  network: NetworkDescription,
): { readonly startNs: number; readonly tokenNs: number } {
  const { startNs, issueNs } = OF_COLLECTIVE[collective];
  const start = (startNs * hopNs(ranks, network)) / UNIFIED_BUS.latencyNs.crossNode;
  const flags = collective === 'dispatch' ? flagsNs(ranks, device.aiv * aivShare, network) : 0;
  // Quantising and issuing a copy goes with its size, as its time on the wire does.
  const copyNs = issueNs * (hidden / MEASURED.hidden) + wireNs(collective, hidden, ranks, network);
  return { startNs: start + flags, tokenNs: (remoteCopies * copyNs) / aivShare };
}

/** The least time that a hop takes between ranks. */
export function leastHopNs(ranks: number, { diesPerNode, leastLatencyNs }: NetworkDescription): number {
  return ranks <= diesPerNode ? leastLatencyNs.inNode : leastLatencyNs.crossNode;
}
