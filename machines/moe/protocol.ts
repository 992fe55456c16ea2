/**
 * What the dies of one expert-parallel group say to each other: the events of FusedDispatch and FusedCombine, and the names of
 * the components that exchange them.
 *
 * The *items* of a run are its (layer, microbatch) pairs in the order in which every die starts them: item q belongs to
 * microbatch q mod m, and uses half q mod 2 of each receive buffer.
 */

/** One token's way to one of its experts. It is what a slot holds: an identity, in place of 7 KiB of payload. */
export interface Copy {
  /** Which operator wrote it. */
  readonly of: 'dispatch' | 'combine';
  readonly item: number;
  /** The die that the token belongs to. */
  readonly source: number;
  /** The token's place in its die's batch. */
  readonly token: number;
  /** Which of the token's experts: the "key offset" of the paper, 0 to k - 1. */
  readonly choice: number;
  readonly expert: number;
}

/** For each token of a die the experts that the gate chose, k different ones. */
export type Routing = readonly (readonly number[])[];

/** The two receive buffers of the paper: one for dispatch, one for combine. */
export type Buffer = 'dispatch' | 'combine';

/** Halves of each receive buffer, used in turn: see facts.md 13.1, "Why two halves are enough". */
export const HALVES = 2;

export const halfOf = (item: number): number => item % HALVES;

/** Each operation has a number of its own, two to an item: FusedDispatch and FusedCombine. Flags carry it as their epoch. */
export const dispatchEpoch = (item: number): number => 2 * item + 1;

export interface Write {
  readonly type: 'WRITE';
  /** The slot within the buffer half. */
  readonly address: number;
  readonly copy: Copy;
  /** The operator to tell when the write is issued and when it is visible. */
  readonly writer: string;
}

/** FusedDispatch's completion flag and count, stored together into the receiver's entry for the sender. */
export interface Flag {
  readonly type: 'FLAG';
  readonly source: number;
  readonly item: number;
  /** The operation's number, or what is left of it if the cell is too narrow. */
  readonly epoch: number;
  /** Copies sent, by local expert of the receiver. */
  readonly counts: readonly number[];
}

/** FusedCombine's atomic add on the receiver's arrival counter. */
export interface Add {
  readonly type: 'ADD';
  readonly source: number;
  readonly item: number;
}

/** An operator asks its own window to tell it when every die has signalled. */
export type Poll =
  | {
      readonly type: 'POLL';
      readonly signal: 'flags';
      readonly item: number;
      readonly epoch: number;
      readonly reader: string;
    }
  | { readonly type: 'POLL'; readonly signal: 'arrivals'; readonly item: number; readonly reader: string };

/** The answer to POLL. `counts` is by source die and local expert; empty for FusedCombine. */
export interface Arrived {
  readonly type: 'ARRIVED';
  readonly item: number;
  readonly counts: readonly (readonly number[])[];
}

/** An operator copies slots out of its own window, which frees them. */
export interface Take {
  readonly type: 'TAKE';
  readonly item: number;
  readonly of: Buffer;
  readonly addresses: readonly number[];
  readonly reader: string;
}

export interface Taken {
  readonly type: 'TAKEN';
  readonly item: number;
  readonly copies: readonly Copy[];
}

/** A write has left the operator's pipe for the fabric. */
export interface Issued {
  readonly type: 'ISSUED';
}

/** A write can be seen at its destination. */
export interface Visible {
  readonly type: 'VISIBLE';
}

/** How many copies of each kind one die sends to one expert of another at most: the slot count that a sender owns there. */
export interface Sizes {
  readonly dies: number;
  readonly expertsPerDie: number;
  /** Most tokens of a die in one item. */
  readonly tokens: number;
  /** Experts per token. */
  readonly topK: number;
}

export const dieOf = (expert: number, { expertsPerDie }: Pick<Sizes, 'expertsPerDie'>): number =>
  Math.floor(expert / expertsPerDie);

/** Dispatch slots are disjoint by (local expert, source); within, they are filled in sending order (facts.md 13.1). */
export const dispatchAddress = (sizes: Sizes, source: number, localExpert: number, running: number): number =>
  (localExpert * sizes.dies + source) * sizes.tokens + running;

/** Combine slots are (token, choice) of the receiver. */
export const combineAddress = (sizes: Sizes, token: number, choice: number): number =>
  token * sizes.topK + choice;
