import { extname } from 'node:path';
// Those of the module: fake timers of a test replace the global ones only.
import { clearTimeout, setTimeout } from 'node:timers';
import { Worker } from 'node:worker_threads';

/** Milliseconds after which a thread that nobody asks anything ends: modules may have been changed since, while Vitest watches them. */
const IDLE_MS = 500;

/** To load the checker takes longer than most answers: who asks next gets the thread that has answered last. */
let idle: { readonly worker: Worker; readonly timer: NodeJS.Timeout } | undefined;

export function takeThread(): Worker {
  if (idle !== undefined) {
    const { worker, timer } = idle;
    idle = undefined;
    clearTimeout(timer);
    worker.ref();
    return worker;
  }
  const script = new URL(`./asked-thread${extname(import.meta.url)}`, import.meta.url);
  // What the test run was started with is not for it.
  return new Worker(script, { execArgv: [] });
}

/** Takes back a thread that has answered, and has nothing else to do. */
export function giveBack(worker: Worker): void {
  // Without names, Node.js's own listeners would go, too.
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
  if (idle !== undefined) {
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
  idle = { worker, timer: setTimeout(end, IDLE_MS).unref() };
}
