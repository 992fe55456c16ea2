/** What a slot of memory, or a page of an NPU, holds: a block of KV by its key, and the tenant whose tokens it is made of. */
export interface Content {
  readonly key: string;
  /** What it was computed of, as `PromptBlock` has it. */
  readonly holds: string;
  readonly tenant: number;
}

/** Where a block is: physical addresses are exchanged when a memory is registered, and are good until it is registered anew (docs/paper/facts.md 10). */
export interface Address {
  readonly server: string;
  readonly memory: string;
  readonly slot: number;
  /** The epoch of the view with which the memory was registered. */
  readonly since: number;
}

/** A server that takes requests. */
export interface Member {
  readonly server: string;
  /** The epoch with which it joined. */
  readonly since: number;
}

/** The servers among which keys are placed; a later one has a higher epoch. */
export interface ClusterView {
  readonly epoch: number;
  readonly members: readonly Member[];
}

/** Space that is asked for: for what an SDK is to write, or for what is to be read from EVS. */
export interface SpaceRequest {
  readonly kind: 'put' | 'load';
  readonly key: string;
  readonly parent: string;
  readonly tenant: number;
  /** The SDK that has asked. */
  readonly from: string;
  /** Identity of the put, or of the read. */
  readonly of: string;
}

/** SDK to server: is a block there? */
export interface Query {
  readonly type: 'QUERY';
  readonly key: string;
  readonly read: string;
  readonly from: string;
}

/** SDK to server: keep a block where it is, and tell where. */
export interface Get {
  readonly type: 'GET';
  readonly key: string;
  readonly parent: string;
  readonly tenant: number;
  /** Identity of the read: who waits no longer for an answer asks as another read. */
  readonly read: string;
  readonly from: string;
}

/** SDK to server: the block that it was told the address of has been read. */
export interface Release {
  readonly type: 'RELEASE';
  readonly slot: number;
  readonly read: string;
  readonly from: string;
}

/** SDK to server: space for a block that it has. */
export interface PutStart {
  readonly type: 'PUT_START';
  readonly key: string;
  readonly parent: string;
  readonly tenant: number;
  readonly put: string;
  readonly from: string;
}

/** SDK to server: the write of a put has ended, and the block is to be seen; or the put is given up, now that its write has ended. */
export interface PutEnd {
  readonly type: 'PUT_END' | 'PUT_REVOKE';
  readonly key: string;
  readonly put: string;
  readonly from: string;
}

/** Whether a block is there, in memory or in EVS. */
export interface Told {
  readonly type: 'PRESENT' | 'ABSENT';
}

/** The block that was asked for is not to be had. */
export interface Missed {
  readonly type: 'MISS';
  readonly read: string;
}

/** The server does not answer. */
export interface NoAnswer {
  readonly type: 'LOST';
  /** The put or the read that it was asked for. */
  readonly of: string;
}

/** Server to SDK: where the block is that it has asked for. */
export interface Located {
  readonly type: 'ADDRESS';
  readonly read: string;
  readonly address: Address;
}

/** Server to SDK: whether what was read was kept in its place all the while. If it was not it may be anything. */
export interface Checked {
  readonly type: 'VALID' | 'EXPIRED';
  readonly read: string;
}

/** Server to SDK: the space that a put is to write. */
export interface Started {
  readonly type: 'STARTED';
  readonly put: string;
  readonly address: Address;
}

/** Server to SDK: a put is not to be. */
export interface NotStarted {
  readonly type:
    | 'THERE' // the block is there, or is being written by another put
    | 'NO_SPACE'; // there is no space for it, or the tenant may have no more
  readonly put: string;
}

/**
 * The space of a put is taken back: the time has come after which no write of it can land. This is no message, it is what bounds the clock of the server: that
 * time is far longer than a transfer may take (https://github.com/kvcache-ai/Mooncake/pull/993), so that the SDK takes it only when its engine does not have the write.
 */
export interface TakenBack {
  readonly type: 'TAKEN_BACK';
  readonly put: string;
}

/** SDK to memory, past the server: reads and writes of one slot. */
export interface Read {
  readonly type: 'READ';
  readonly slot: number;
  readonly since: number;
  readonly from: string;
}

export interface Write {
  readonly type: 'WRITE';
  readonly slot: number;
  readonly since: number;
  readonly content: Content;
  readonly put: string;
  readonly from: string;
}

/** Memory to SDK: what the slot held. */
export interface Data {
  readonly type: 'DATA';
  readonly content: Content | null;
}

/** Memory to SDK: a write has landed; or has not, as the memory is not registered so any more. */
export interface Written {
  readonly type: 'WRITTEN' | 'WRITE_REFUSED';
  readonly put: string;
}

/** Memory to SDK: the memory is not registered so any more. */
export interface ReadRefused {
  readonly type: 'READ_REFUSED';
}

/** An observation of servers and of EVS: a copy of a block can be had there from now on, or no more. */
export interface CopyObservation {
  readonly type: 'COPY_KEPT' | 'COPY_DROPPED';
  readonly key: string;
  readonly parent: string;
  /** Why it was dropped; `kept` else. */
  readonly why: 'kept' | 'evicted' | 'lost';
}
