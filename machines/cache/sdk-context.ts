import { setup } from 'xstate';
import type { PromptBlock } from './block-chain.js';
import type {
  Address,
  Checked,
  ClusterView,
  Content,
  Data,
  Located,
  Missed,
  NoAnswer,
  NotStarted,
  ReadRefused,
  Started,
  TakenBack,
  Told,
  Written,
} from './cache-protocol.js';
import { ownerOf } from './consistent-hashing.js';
import type { ViewChanged } from './mp-controller.js';
import type {
  AnswerObservation,
  BlockObservation,
  Die,
  GetObservation,
  GotObservation,
  LoadChain,
  LookUpChain,
  RunObservation,
  StoreRest,
  UseHits,
} from './sdk-protocol.js';

/** A put whose write the SDMA engine has been given. */
export interface Posted {
  readonly put: string;
  /** The page that is read when the write is made. */
  readonly page: number;
  readonly key: string;
  readonly address: Address;
  /** It took too long, and the block was not tried again. */
  readonly isGivenUp: boolean;
}

export interface SdkInput {
  readonly self: string;
  readonly instance: string;
  readonly tenant: number;
  readonly view: ClusterView;
  /** Blocks that the pages of the NPU hold. */
  readonly pages: number;
  /** Times that it takes a write for failed since it takes too long. */
  readonly timeouts: number;
  /** What may be lost of what it says to servers, and they to it: who waits for an answer does so for a time only. */
  readonly loses: 'nothing' | 'reads' | 'puts';
  readonly mayDie: boolean;
}

export interface SdkContext extends SdkInput {
  readonly chain: readonly PromptBlock[];
  /** Blocks of the chain that are to be loaded. */
  readonly wanted: number;
  /** The block of the chain that is asked for. */
  readonly at: number;
  /** Blocks of the chain that were found, or are loaded. */
  readonly found: number;
  /** Where the block is that is to be read next. */
  readonly address: Address | null;
  /** Reads of which the answer is waited for no longer. */
  readonly givenUp: number;
  /** Blocks that the instance uses, of those that are loaded. */
  readonly used: number;
  /** By page. */
  readonly contents: readonly (Content | null)[];
  /** Blocks to be stored, by their pages; the first is the one that is being stored. */
  readonly toStore: readonly { readonly page: number; readonly block: PromptBlock }[];
  /** The put that is under way. */
  readonly put: Posted | null;
  /** Puts that were started. */
  readonly puts: number;
  /** Times that a write took too long. */
  readonly timedOut: number;
  /** Writes that the SDMA engine has yet to make, in order. */
  readonly posted: readonly Posted[];
  readonly isDead: boolean;
}

/** The server of a key in the SDK's view of the cluster. */
export const serverOf = ({ view }: SdkContext, key: string): string | undefined =>
  ownerOf(
    key,
    view.members.map(({ server }) => server),
  );

/** The read that is under way: answers to another one are late. */
export const thisRead = ({ self, givenUp }: SdkContext): string => `${self}?${givenUp}`;

/** The put that it begins next, or has asked space for. */
export const nextPut = ({ self, puts }: SdkContext): string => `${self}#${puts}`;

/** What an SDK begins with. */
export const atStart = (input: SdkInput): SdkContext => ({
  ...input,
  chain: [],
  wanted: 0,
  at: 0,
  found: 0,
  address: null,
  givenUp: 0,
  used: 0,
  contents: Array.from({ length: input.pages }, () => null),
  toStore: [],
  put: null,
  puts: 0,
  timedOut: 0,
  posted: [],
  isDead: false,
});

/** What all parts of the SDK know and hear. */
export const sdkParts = setup({
  types: {} as {
    context: SdkContext;
    input: SdkInput;
    events:
      | LookUpChain
      | LoadChain
      | UseHits
      | StoreRest
      | Told
      | Missed
      | NoAnswer
      | Located
      | Checked
      | Started
      | NotStarted
      | TakenBack
      | Die
      | Data
      | ReadRefused
      | Written
      | ViewChanged;
    emitted: GetObservation | GotObservation | AnswerObservation | BlockObservation | RunObservation;
    tags: 'rest';
  },
  guards: { mayDie: ({ context }) => context.mayDie },
});
