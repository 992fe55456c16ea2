import { workerData } from 'node:worker_threads';
import type { Catalogue } from '../index.js';
import type { FromWorker, WorkerTask } from './messages.js';
import { type CatalogueLoader, runCli } from './run-cli.js';
import { workerIo } from './worker-io.js';

/** Runs the command that the thread was started for. */
export async function runWorker(catalogue: Catalogue | CatalogueLoader): Promise<void> {
  const task = workerData as WorkerTask;
  const port = task.port!;
  delete task.port;
  const code = await runCli(task.args, catalogue, workerIo(port, task));
  port.postMessage({ kind: 'done', code } satisfies FromWorker);
  // What modules wrote themselves comes by another way, which takes longer.
  const streams = [process.stdout, process.stderr];
  await Promise.all(streams.map((stream) => new Promise((written) => stream.write('', written))));
  port.postMessage({ kind: 'flushed' } satisfies FromWorker);
}
