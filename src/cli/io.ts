import type { CheckWorker, PassedRun, RunOrder } from '../index.js';
import type { Known } from './known.js';

/** Where a command writes. */
export interface Writer extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** All that a command touches of the process it runs in, so that it can be run within another one. */
export interface CliIo {
  readonly stdout: Writer;
  readonly stderr: Writer;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative paths are relative to. */
  readonly cwd: string;
  /** Calls `listener` at each interruption (Ctrl-C) until the function that it returns is called. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Calls the listeners now if there has been an interruption that could not be told of yet. */
  readonly pollInterrupt?: () => void;
  /** Told what is known of the command so far, for whoever must tell of it should the command not come to its end. */
  readonly onKnown?: (change: Known) => void;
  /** Starts a thread that helps with the command; see `CheckWorkers`. */
  readonly startHelper?: () => Promise<CheckWorker>;
  /** Of such a thread: has each order carried out by `make`, until there are no more. */
  readonly takeOrders?: (make: (order: RunOrder) => Promise<PassedRun>) => Promise<void>;
}

/** Whether an environment variable says yes. */
export function isSet(io: CliIo, name: string): boolean {
  const value = io.env[name];
  return value !== undefined && value !== '' && value !== '0' && value !== 'false';
}
