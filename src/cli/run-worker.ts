import { parentPort, workerData } from 'node:worker_threads';
import type { Catalogue } from '../catalogue.js';
import type { FromWorker, WorkerTask } from './messages.js';
import { runCli } from './run-cli.js';
import { workerIo } from './worker-io.js';

/** Runs the command that the thread was started for. */
export async function runWorker(catalogue: Catalogue): Promise<void> {
  const port = parentPort!;
  const task = workerData as WorkerTask;
  const code = await runCli(task.args, catalogue, workerIo(port, task));
  // What modules wrote themselves comes by another way, and must not come too late.
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))),
  );
  port.postMessage({ kind: 'done', code } satisfies FromWorker);
}
