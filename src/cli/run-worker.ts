import { workerData } from 'node:worker_threads';
import type { Catalogue } from '../index.js';
import type { FromWorker, WorkerTask } from './messages.js';
import { type CatalogueLoader, runCli } from './run-cli.js';
import { helperIo } from './helper-io.js';
import { workerIo } from './worker-io.js';

/** Runs the command that the thread was started for. Its script does not await it: of a command that waits for ever Node.js would warn that the script does. */
export function runWorker(catalogue: Catalogue | CatalogueLoader): void {
  void run(catalogue);
}

async function run(catalogue: Catalogue | CatalogueLoader): Promise<void> {
  const task = workerData as WorkerTask;
  const { port, orders } = task;
  delete task.port;
  delete task.orders;
  const io = orders === undefined ? workerIo(port!, task) : helperIo(port!, orders, task);
  const code = await runCli(task.args, catalogue, io);
  port!.postMessage({ kind: 'done', code } satisfies FromWorker);
  // What modules wrote themselves comes by another way, which takes longer.
  const streams = [process.stdout, process.stderr];
  await Promise.all(streams.map((stream) => new Promise((written) => stream.write('', written))));
  port!.postMessage({ kind: 'flushed' } satisfies FromWorker);
}
