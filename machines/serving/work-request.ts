/** What a cell of registered memory holds: a KV block of a request, by the number of the request and its place in the prompt. */
export interface Kv {
  readonly room: number;
  /** 0, 1, ...; `RECORD` for the record that closes a transfer. */
  readonly block: number;
}

/**
 * The record behind the last block: the first token and the number of the request, written on its own. It is how the receiver sees that what
 * has come is meant for it.
 */
export const RECORD = -1;

/** One block to be moved, whoever posts it: out of a cell of the source's memory, into one of the target's. */
export interface WorkRequest {
  /** The request whose KV is moved. */
  readonly transfer: number;
  readonly block: number;
  /** Cells of the two memories; of a record `from` is -1, as it is sent inline. */
  readonly from: number;
  readonly to: number;
  /** The incarnation of the prefill node that the address is of. */
  readonly epoch: number;
}

/** The engine posts a work request; nothing takes it back. */
export interface Post {
  readonly type: 'POST';
  readonly work: WorkRequest;
}

/** The completion of a work request, in the completion queue of who has posted it. */
export interface Completed {
  readonly type: 'COMPLETED';
  readonly work: WorkRequest;
  readonly isDone: boolean;
}

/** A batch: everything that a transfer moves, in one call. */
export interface Call {
  readonly type: 'CALL';
  readonly transfer: number;
  /** The component that is told how the call returns. */
  readonly owner: string;
  /** The node at the other end. */
  readonly peer: string;
  readonly work: readonly WorkRequest[];
}

/** How a call returns. Only after `done` is nothing under way; else `QUIET` comes when that is so. */
export interface Returned {
  readonly type: 'RETURNED';
  readonly outcome: 'done' | 'failed' | 'late';
}

/** The owner gives its transfer up: nothing more is posted, and `QUIET` tells when what was posted has ended. */
export interface Stop {
  readonly type: 'STOP';
  readonly transfer: number;
  readonly owner: string;
}

/** Nothing of the transfer is under way any more. */
export interface Quiet {
  readonly type: 'QUIET';
}
