import type { MessagePort } from 'node:worker_threads';
import type { Known } from './known.js';

/** What the thread that does the work tells the one that watches it. */
export type FromWorker =
  | { readonly kind: 'write'; readonly to: 'stdout' | 'stderr'; readonly text: string }
  | { readonly kind: 'known'; readonly change: Known }
  /** It has seen that it is to stop, and will end by itself. */
  | { readonly kind: 'stopping' }
  /** The result has been written: nothing that happens in the thread from now on matters. */
  | { readonly kind: 'done'; readonly code: number }
  /** Another thread is wanted that does the same command, and takes orders there. */
  | { readonly kind: 'wants-helper'; readonly orders: MessagePort }
  /** What modules wrote themselves has been written, too. */
  | { readonly kind: 'flushed' };

/** What the watching thread tells the other. */
export type ToWorker =
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'columns'; readonly stdout: number | undefined; readonly stderr: number | undefined };

/** What a stream of the process is. */
export interface StreamTraits {
  readonly isTTY: boolean;
  readonly columns: number | undefined;
}

/** What the working thread is given. */
export interface WorkerTask {
  /**
   * Where the two tell each other what is told. Taken out of the task before any module is loaded: what modules post to `parentPort`, as
   * one written for a thread of its own does, is nobody's business.
   */
  port?: MessagePort;
  readonly args: readonly string[];
  /** Where the thread takes orders, if it helps another one with the command. */
  orders?: MessagePort;
  readonly cwd: string;
  readonly stdout: StreamTraits;
  readonly stderr: StreamTraits;
  /** One integer, 1 when the command is to stop: seen also by a thread that is busy. */
  readonly interrupted: SharedArrayBuffer;
  /** See `SharedProgress`. */
  readonly progress: SharedArrayBuffer;
}
