import type { PromptBlock } from './block-chain.js';
import type { Content } from './cache-protocol.js';

/** Instance to SDK: how much of a chain is there? */
export interface LookUpChain {
  readonly type: 'LOOK_UP_CHAIN';
  readonly chain: readonly PromptBlock[];
}

/** Instance to SDK: bring the first blocks of the chain into the pages of the NPU. */
export interface LoadChain {
  readonly type: 'LOAD_CHAIN';
  readonly blocks: number;
}

/** Instance to SDK: so many blocks are used, and the rest is computed. */
export interface UseHits {
  readonly type: 'USE';
  readonly blocks: number;
}

/** Instance to SDK: the rest is computed, and is to be stored. */
export interface StoreRest {
  readonly type: 'STORE';
}

/** SDK to instance: how many blocks of the chain are there, or are loaded, from its first one on. */
export interface RunTold {
  readonly type: 'HITS' | 'IN_PAGES';
  readonly blocks: number;
}

/** SDK to instance: nothing is left to be stored, and the pages may be used again. */
export interface Stored {
  readonly type: 'STORED';
}

/** The environment kills the process of the SDK. */
export interface Die {
  readonly type: 'DIE';
}

/** SDK to instance: the process of a rank has died, and with it what the instance does. */
export interface RankDied {
  readonly type: 'RANK_DIED';
}

/** A block is asked for, to be read. */
export interface GetObservation {
  readonly type: 'GET_BEGUN';
  readonly key: string;
}

/** A block was had, or was not to be had. */
export interface GotObservation {
  readonly type: 'GOT';
  readonly key: string;
  readonly tenant: number;
  readonly isHit: boolean;
  readonly content: Content | null;
}

/** An SDK was told whether a block of the chain is there, or has seen whether it is to be had. */
export interface BlockObservation {
  readonly type: 'BLOCK_TOLD';
  /** Its place in the chain. */
  readonly at: number;
  readonly isThere: boolean;
}

/** A server, or EVS for it, has answered whether a block is there. */
export interface AnswerObservation {
  readonly type: 'ANSWERED';
  readonly key: string;
  /** The server that was asked. */
  readonly server: string;
  readonly isThere: boolean;
}

/** An SDK has told its instance how many blocks of the chain are there, or are loaded. */
export interface RunObservation {
  readonly type: 'RUN_TOLD';
  readonly blocks: number;
}
