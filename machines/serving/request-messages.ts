/** One try to answer a request: a request that has failed is tried again under the next number. */
export interface Attempt {
  readonly request: number;
  /** From 1 on. */
  readonly attempt: number;
}

export const isSame = (one: Attempt, other: Attempt): boolean =>
  one.request === other.request && one.attempt === other.attempt;

export const attemptOf = ({ request, attempt }: Attempt): Attempt => ({ request, attempt });

/** The two clusters of nodes between which a router chooses (docs/paper/facts.md 3). */
export type Cluster = 'prefill' | 'decode';

/** To a router: choose a node of a cluster for an attempt, give it the work, and tell `from`. */
export interface Route extends Attempt {
  readonly type: 'ROUTE';
  readonly cluster: Cluster;
  /** Id of the component that asks: it is told the choice, and a prefill node announces to it that the KV is computed. */
  readonly from: string;
}

/** To a router: a node has some of the work behind it that it was given: a prompt at a prefill node, an attempt at a decode node. */
export interface WorkOver {
  readonly type: 'WORK_OVER';
  readonly node: string;
}

/** To a router: a node has been found dead; it gets no more work. */
export interface NodeDown {
  readonly type: 'NODE_DOWN';
  readonly node: string;
}

/** From a router, to who asked: the node that has got the work. */
export interface Routed extends Attempt {
  readonly type: 'ROUTED';
  readonly node: string;
}

/** From a router, to who asked: no node of the cluster is left. */
export interface NoNode extends Attempt {
  readonly type: 'NO_NODE';
}

/** From a router, to a decode node: answer this attempt. */
export interface Admit extends Attempt {
  readonly type: 'ADMIT';
}

/** From a router, to the scheduler of a prefill node: compute the KV of this attempt for `receiver`. */
export interface Prefill extends Attempt {
  readonly type: 'PREFILL';
  readonly receiver: string;
}

/** The KV of an attempt is computed, and held for its receiver. */
export interface PrefillDone extends Attempt {
  readonly type: 'PREFILL_DONE';
  /** The node that holds it. */
  readonly node: string;
  /** All chunks of the prompt are in it. */
  readonly isWhole: boolean;
}

/** The prefill node has given an attempt up. */
export interface PrefillAborted extends Attempt {
  readonly type: 'PREFILL_ABORTED';
  readonly node: string;
}

/** Nobody waits for this attempt any more. */
export interface Abort extends Attempt {
  readonly type: 'ABORT';
}

/** The receiver has read the KV, or does not want it: the prefill node need not hold it any longer. */
export interface Release extends Attempt {
  readonly type: 'RELEASE';
}

/** An answer token, counted from 0. */
export interface Token extends Attempt {
  readonly type: 'TOKEN';
  readonly index: number;
  /** The request whose row of the batch it was computed in: what it is, whoever it is sent to. */
  readonly of: number;
}

/** The last token of an attempt has been sent. */
export interface Finished extends Attempt {
  readonly type: 'FINISHED';
}

/** An attempt has failed. */
export interface Failed extends Attempt {
  readonly type: 'FAILED';
  readonly reason: string;
}

/** Does a node live, and has it still got this attempt? */
export interface Probe extends Attempt {
  readonly type: 'PROBE';
  readonly reader: string;
}

/** The answer to a probe. */
export interface Probed extends Attempt {
  readonly type: 'PROBED';
  readonly node: string;
  readonly isUp: boolean;
  /** It has the attempt: waiting, in work, or held. */
  readonly hasIt: boolean;
}

/** To a prefill node: a transfer reads from it. One that lives does not notice; one that is dead answers with an error. */
export interface Read {
  readonly type: 'READ';
  readonly reader: string;
}

/** The node of this component has died. */
export interface Halt {
  readonly type: 'HALT';
}

/** Something goes wrong here: a client leaves, a node gives a request up, a transfer breaks. */
export interface Leave {
  readonly type: 'LEAVE';
}
export interface GiveUp {
  readonly type: 'GIVE_UP';
  readonly request: number;
}
export interface Break {
  readonly type: 'BREAK';
}
export interface Die {
  readonly type: 'DIE';
}

/** A node has been given an attempt, as a router has told who asked for one. */
export interface WorkGiven extends Attempt {
  readonly type: 'WORK_GIVEN';
  readonly node: string;
}

/** A router has told who asked that no node of a cluster is left. */
export interface NoneLeft extends Attempt {
  readonly type: 'NONE_LEFT';
  readonly cluster: Cluster;
}

/** Somebody takes a node for dead. */
export interface Blamed {
  readonly type: 'BLAMED';
  readonly node: string;
}
