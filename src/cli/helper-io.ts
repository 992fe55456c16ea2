import { once } from 'node:events';
import { Writable } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import type { RunOrder } from '../index.js';
import type { FromHelper } from './helper.js';
import type { CliIo } from './io.js';
import type { WorkerTask } from './messages.js';
import { workerIo } from './worker-io.js';

/** The process as a helper sees it: nothing that it says itself is heard, as the thread that it helps says it, too. */
export function helperIo(port: MessagePort, orders: MessagePort, task: WorkerTask): CliIo {
  const { startHelper: _, ...io } = workerIo(port, task);
  const unmute = muted();
  return {
    ...io,
    stdout: nowhere(),
    stderr: nowhere(),
    takeOrders: async (make) => {
      unmute();
      orders.on('message', (order: RunOrder) => {
        void make(order).then((passed) => orders.postMessage(passed satisfies FromHelper));
      });
      orders.postMessage({ kind: 'takes-orders' } satisfies FromHelper);
      await once(orders, 'close');
    },
  };
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

/** Keeps to itself what modules print while they are loaded: they did so in the other thread. */
function muted(): () => void {
  const streams = [process.stdout, process.stderr];
  const writes = streams.map(({ write }) => write);
  const swallow = (_text: unknown, ...rest: unknown[]) => {
    const done = rest.at(-1);
    if (typeof done === 'function') queueMicrotask(done as () => void);
    return true;
  };
  for (const stream of streams) stream.write = swallow;
  return () => {
    for (const [index, stream] of streams.entries())
      if (stream.write === swallow) stream.write = writes[index]!;
  };
}
