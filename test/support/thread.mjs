/**
 * Calls functions of `heavy.ts`, one after the other, in a thread that no coverage is taken of: that would make them up to three times as
 * long.
 */
import { register } from 'node:module';
import { parentPort } from 'node:worker_threads';

register('./typescript-hooks.mjs', import.meta.url);
const heavy = await import('./heavy.ts');

parentPort.on('message', async ({ name, parameters, number }) => {
  try {
    parentPort.postMessage({ number, result: await heavy[name](...parameters) });
  } catch (thrown) {
    parentPort.postMessage({ number, error: String(thrown?.stack ?? thrown) });
  }
});
