import { parentPort } from 'node:worker_threads';

export { single } from './one-network.js';

// As a module that can also be run in a thread of its own may do.
for (const message of [null, 'ready', { kind: 'write' }, { kind: 'done', code: 7 }])
  parentPort?.postMessage(message);
parentPort?.close();
