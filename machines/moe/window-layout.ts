import type { Operator } from '../die/window-protocol.js';
import { copiesPerToken, type Sizes } from './placement.js';

/**
 * How a die's receive memory is cut up (docs/paper/facts.md 13.1). Every die computes the addresses in its peers' memory by itself, so that
 * all must agree on the layout. Addresses are counted in slots of one part.
 *
 * - data parts: one for each operator and half, or one that both share;
 * - status parts: the flag entries of FusedDispatch, one entry for each peer, by half and polling core;
 * - the cells that count a token's results lie behind the slots of the combine part.
 */
export interface Layout extends Sizes {
  /** Most tokens of a die in one operation: the maxBs that addresses are computed with. */
  readonly batch: number;
  /** Parts that operations of one kind use in turn. */
  readonly halves: number;
  readonly isShared: boolean;
  /** AIV cores that poll, each its share of the entries. */
  readonly cores: number;
}

/** The half of an item: each operator flips on every start, so that its operations N and N + 1 never share one. */
export const halfOf = ({ halves }: Layout, item: number): number => item % halves;

/** Id of the part that holds an operator's data. */
export function dataWindow(layout: Layout, die: number, operator: Operator, half: number): string {
  return `window.${die}.${layout.isShared ? 'shared' : operator}.${half}`;
}

/** Id of the part that holds the dispatch flags polled by one core. */
export function statusWindow(layout: Layout, die: number, half: number, core: number): string {
  return layout.cores === 1 ? `status.${die}.${half}` : `status.${die}.${half}.core${core}`;
}

/** The core that polls the entry of a peer. */
export const pollingCore = ({ cores }: Layout, source: number): number => source % cores;

/** Entry of a peer, in the status part of the core that polls it: there they lie side by side. */
export const flagAddress = ({ cores }: Pick<Layout, 'cores'>, source: number): number =>
  Math.floor(source / cores);

/** Cell of the acknowledgement of a peer, in the status part of core 0. */
export const acknowledgeAddress = ({ dies }: Layout, source: number): number => dies + source;

/**
 * Dispatch slots are disjoint by (local expert, peer) and are filled in sending order. The peer is the sender for push,
 * the receiver for pull.
 */
export const dispatchAddress = (
  { dies, batch }: Layout,
  peer: number,
  local: number,
  running: number,
): number => (local * dies + peer) * batch + running;

/** Combine slots are (token, choice). */
export const combineAddress = (layout: Layout, token: number, choice: number): number =>
  token * copiesPerToken(layout) + choice;

/** Staging slots of a pulled combine, in the memory of the expert's die: (die of the token, token, choice). */
export const stagingAddress = (layout: Layout, source: number, token: number, choice: number): number =>
  source * layout.batch * copiesPerToken(layout) + combineAddress(layout, token, choice);

/** Behind everything that a data part may hold: its signal cells. */
function signalBase(layout: Layout): number {
  const { dies, expertsPerDie, batch } = layout;
  return dies * batch * Math.max(expertsPerDie, copiesPerToken(layout));
}

/** Cell that counts the results of a token by atomic add. */
export const counterAddress = (layout: Layout, token: number): number => signalBase(layout) + token;

/** Flag of one result of a token. */
export const resultFlagAddress = (layout: Layout, token: number, choice: number): number =>
  signalBase(layout) + combineAddress(layout, token, choice);
