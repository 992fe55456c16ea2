// The thread that answers a question about the network of a module.

import { parentPort, workerData } from 'node:worker_threads';
import * as own from '../index.js';
import { exportsOf } from '../load/exports.js';
import { networkIn } from '../load/module-network.js';
import { judge } from './judge.js';
import type { JudgeReply, JudgeTask } from './messages.js';

const task = workerData as JudgeTask;

async function answer(): Promise<JudgeReply> {
  const { file, shown, name, question, options, seconds, cwd } = task;
  const deadline = seconds === undefined ? undefined : performance.now() + seconds * 1000;
  try {
    const exports = await exportsOf(file, shown, { 'cloudmatrix-check': own });
    const { value, assumption } = networkIn(exports, file, { path: shown, name });
    if (assumption !== undefined) process.stderr.write(`${assumption}\n`);
    const reference = name === undefined ? shown : `${shown}#${name}`;
    const origin = { reference, module: { file, export: name } };
    return { judgement: await judge(value, question, options, { deadline, origin, cwd }) };
  } catch (thrown) {
    return { problem: own.messageOf(thrown) };
  }
}

parentPort!.postMessage(await answer());
