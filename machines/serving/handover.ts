/** What prefill and decode tell each other about a transfer, over the VPC plane: slower than the data, and in no order with it (docs/paper/facts.md 2 and 9). */

/** Decode asks for the prefill of a request whose pages it has reserved: prefill is to write into them. */
export interface PushOrder {
  readonly type: 'PUSH_ORDER';
  readonly pages: readonly number[];
  /** The cell for the record. */
  readonly record: number;
}

/** Decode, or who routes requests, asks an incarnation of a prefill node for the prefill of a request: decode will read it. */
export interface PullOrder {
  readonly type: 'PULL_ORDER';
  readonly blocks: number;
  readonly epoch: number;
}

/** Prefill is done, and this is where its KV lies. */
export interface Prefilled {
  readonly type: 'PREFILLED';
  readonly pages: readonly number[];
  readonly epoch: number;
}

/** What has become of a transfer, told once by prefill: everything is written, or nothing more will be. At most once: it may be lost. */
export interface Status {
  readonly type: 'STATUS';
  readonly isDone: boolean;
}

/** Decode has given the request up. */
export interface Abort {
  readonly type: 'ABORT';
}

/** The answer to `ABORT`: nothing that prefill has posted for the request is under way any more. */
export interface AbortSeen {
  readonly type: 'ABORT_SEEN';
}

/** Decode needs the pages of prefill no more, whether it has read them or not. */
export interface Fetched {
  readonly type: 'FETCHED';
  readonly epoch: number;
}

/** The prefill of a request that decode was to read has been given up. */
export interface PrefillGivenUp {
  readonly type: 'PREFILL_GIVEN_UP';
  readonly epoch: number;
}

/** A prefill node is known to have failed, or to be back as another incarnation. */
export type NodeNews =
  { readonly type: 'NODE_LOST' } | { readonly type: 'NODE_BACK'; readonly epoch: number };

/** How a transfer has ended, seen from the decode side; `undecided` until then. */
export type Ending =
  'undecided' | 'done' | 'aborted' | 'failed' | 'timed out' | 'foreign record' | 'prefill lost';

/** The request was given up by somebody at its own end. */
export interface GiveUp {
  readonly type: 'GIVE_UP';
}

/** The transfer of a request has ended on the decode side. */
export interface TransferEnded {
  readonly type: 'TRANSFER_ENDED';
  readonly room: number;
  readonly ending: Ending;
}
