/** Checks a suite in a thread that no coverage is taken of, which would make it three times as long. */
import { register } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

register('./typescript-hooks.mjs', import.meta.url);
const { checkBounds } = await import('../../src/index.js');
const { catalogue } = await import('../../machines/catalogue.js');
const { name, options } = workerData;
const suite = catalogue.suites.find((each) => each.name === name);
parentPort.postMessage(await checkBounds(suite, options));
