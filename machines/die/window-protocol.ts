/**
 * What a die's receive memory understands: what a slot of it holds, what peers send to it, and what its own cores ask of it. What the
 * operators mean by their marks, numbers and addresses is theirs: see `machines/moe`.
 */

/** One token's way to one of its experts. It is what a slot holds: an identity, in place of 7 KiB of payload or beside it. */
export interface Copy {
  /** Which operator wrote it. */
  readonly of: Operator;
  readonly item: number;
  /** The die that the token belongs to. */
  readonly source: number;
  /** The token's place in its die's batch. */
  readonly token: number;
  /** Which of the token's experts: the "key offset" of the paper, 0 to k - 1, and k for the shared expert. */
  readonly choice: number;
  /** The expert's logical number; SHARED_EXPERT for the shared one. */
  readonly expert: number;
  /** What its elements are: a token leaves HBM in BF16 and is sent in INT8; a result is sent in BF16 (docs/paper/facts.md 4.3). */
  readonly precision: 'BF16' | 'INT8';
  /** Of a result: the expert whose weights have computed it. */
  readonly weights?: number;
  /** The numbers themselves, in networks that compute with them. */
  readonly payload?: Payload;
}

/** What a slot holds: a quantised token on its way to an expert, or a result in BF16 on its way back. */
export interface Payload {
  readonly of: 'token' | 'result';
  /** In hexadecimal: see `tokenBytes` and `bf16Bytes`. */
  readonly bytes: string;
}

export type Operator = 'dispatch' | 'combine';

/** A data write, visible at its destination. */
export interface Write {
  readonly type: 'WRITE';
  readonly address: number;
  readonly copy: Copy;
  /** The core to tell. */
  readonly writer: string;
}

/**
 * What stores a flag: the scalar pipe, whose stores nothing holds back; the pipe that has written the data, so that the fabric's
 * path keeps the flag behind them; or the receiving memory itself, by an atomic add.
 */
type FlagStore = 'scalar' | 'pipe' | 'atomic';

/** A completion flag, stored into the receiver's cell for it: of one die for FusedDispatch, of one result for FusedCombine. */
export interface Flag {
  readonly type: 'FLAG';
  readonly address: number;
  readonly source: number;
  readonly item: number;
  /** What the cell holds afterwards: see `FlagReset`. */
  readonly mark: number;
  /** Copies sent, by local expert of the receiver; empty for FusedCombine. */
  readonly counts: readonly number[];
  readonly by: FlagStore;
}

/** An atomic add of one on a counter. */
export interface Add {
  readonly type: 'ADD';
  readonly address: number;
  readonly source: number;
  readonly item: number;
}

/** "I have read what this operation has written to me": only designs with one buffer need it. */
export interface Acknowledge {
  readonly type: 'ACK';
  readonly address: number;
  readonly operation: number;
}

/** What a cell must hold to end a wait. */
export interface Awaited {
  readonly address: number;
  /** The flag's mark, the counter's value, or the operation acknowledged. */
  readonly value: number;
}

/** Waiting cores ask a window to tell them when all these cells hold what they wait for. */
export interface Poll {
  readonly type: 'POLL';
  readonly item: number;
  readonly cells: readonly Awaited[];
  readonly reader: string;
}

/** The answer to POLL. */
export interface Arrived {
  readonly type: 'ARRIVED';
  readonly item: number;
  /** The counts that stand beside the flags, by sending die. */
  readonly counts: readonly { readonly source: number; readonly counts: readonly number[] }[];
}

/** Waiting cores that exceed their limit ask which cells they still wait for. */
export interface AskMissing {
  readonly type: 'ASK_MISSING';
  readonly reader: string;
}

/** Cells of one window that somebody waits for: others have cells of the same addresses. */
export interface Missing {
  readonly type: 'MISSING';
  readonly window: string;
  readonly addresses: readonly number[];
}

/** The receiver makes cells ready for their next use: flags to zero; from counters what was waited for is subtracted. */
export interface Reset {
  readonly type: 'RESET';
  readonly cells: readonly Awaited[];
}

/** An operator copies slots out of a window, which frees them. Its own window answers at once; READ goes over the fabric. */
export interface Take {
  readonly type: 'TAKE' | 'READ';
  readonly item: number;
  readonly of: Operator;
  readonly addresses: readonly number[];
  readonly reader: string;
}

/** The answer to TAKE and READ: what the slots held; those that were empty are missing from it. */
export interface Taken {
  readonly type: 'TAKEN' | 'DATA';
  readonly found: readonly { readonly address: number; readonly copy: Copy }[];
  readonly source: string;
}
