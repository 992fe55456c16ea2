/** Checks the INT8 suite in a thread that no coverage is taken of, which would make it three times as long. */
import { register } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

register('./typescript-hooks.mjs', import.meta.url);
const { checkBounds } = await import('../../src/index.js');
const { int8ErrorBounds } = await import('../../properties/int8-error-bounds.js');
parentPort.postMessage(await checkBounds(int8ErrorBounds, workerData));
