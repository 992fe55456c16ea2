import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DeepTelling } from './deep-check.js';

/** What the process of a deep check tells the one that started it. */
export type FromDeepProcess =
  { readonly progress: string } | { readonly fault: string } | { readonly summary: string };

/**
 * Runs a deep check in a process of its own: it leaves no time to hear a signal, takes the memory of none that comes after it, and whatever becomes of its process, the others are run.
 *
 * @param script runs the check with the id that is its argument, and tells what came of it
 * @returns what was measured; `undefined` where it was stopped before it came to its end
 */
export function inDeepProcess(
  script: URL,
  id: string,
  tell: DeepTelling,
  stop: AbortSignal,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    // It leads a group, so that what it has started in turn is ended with it.
    const child = fork(fileURLToPath(script), [id], { detached: true });
    let summary: string | undefined;
    const end = () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGINT');
    };
    stop.addEventListener('abort', end, { once: true });
    child.on('message', (message: FromDeepProcess) => {
      if ('progress' in message) tell.progress(message.progress);
      else if ('fault' in message) tell.fault(message.fault);
      else ({ summary } = message);
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      stop.removeEventListener('abort', end);
      if (summary === undefined && !stop.aborted) {
        const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
        summary = 'without a result';
        tell.fault(`its process ended ${how} before it had told what came of the check`);
      }
      resolve(summary);
    });
  });
}
