import { extname } from 'node:path';
// Those of the module: fake timers of a test replace the global ones only.
import { clearTimeout, setTimeout } from 'node:timers';
import { Worker } from 'node:worker_threads';
import { haveChanged } from './loaded-files.js';
import { dateNow } from './time.js';

/** Milliseconds after which a thread that nobody asks anything ends. */
const IDLE_MS = 500;

/** A thread that answers, and when it began, as `Date.now()` tells the time: what it has loaded is of then or later. */
export interface AskedThread {
  readonly worker: Worker;
  readonly sinceMs: number;
}

interface IdleThread extends AskedThread {
  readonly folders: readonly string[];
  readonly timer: NodeJS.Timeout;
}

/**
 * To load the checker takes longer than most answers: who asks next gets the thread that has answered last. But not where a module may be another by
 * now, as a test has written it, or Vitest watches it: the thread has the one that it has loaded.
 */
let idle: IdleThread | undefined;

export function takeThread(): AskedThread {
  if (idle !== undefined) {
    const { worker, sinceMs, folders, timer } = idle;
    idle = undefined;
    clearTimeout(timer);
    if (!haveChanged(folders, sinceMs)) {
      worker.ref();
      return { worker, sinceMs };
    }
    void worker.terminate();
  }
  const script = new URL(`./asked-thread${extname(import.meta.url)}`, import.meta.url);
  const sinceMs = dateNow();
  // What the test run was started with is not for it.
  return { worker: new Worker(script, { execArgv: [] }), sinceMs };
}

/**
 * Takes back a thread that has answered, and has nothing else to do.
 *
 * @param folders those that it has loaded modules from; `undefined` if nobody knows
 */
export function giveBack({ worker, sinceMs }: AskedThread, folders: readonly string[] | undefined): void {
  // Without names, Node.js's own listeners would go, too.
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
  if (idle !== undefined || folders === undefined) {
    void worker.terminate();
    return;
  }
  const end = () => {
    if (idle?.worker === worker) idle = undefined;
    void worker.terminate();
  };
  worker.on('error', end);
  // Neither keeps the test run from its end.
  worker.unref();
  idle = { worker, sinceMs, folders, timer: setTimeout(end, IDLE_MS).unref() };
}
