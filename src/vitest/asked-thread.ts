// The thread that answers questions about the networks of modules, one after the other.

import { parentPort } from 'node:worker_threads';
import * as own from '../index.js';
import { exportsOf } from '../load/exports.js';
import { networkIn } from '../load/module-network.js';
import { judge } from './judge.js';
import { loadedFolders } from './loaded-files.js';
import type { JudgeReply, JudgeTask } from './messages.js';
import type { Judgement } from './question.js';
import { now } from './time.js';

async function answer(task: JudgeTask): Promise<{ judgement: Judgement } | { problem: string }> {
  const { file, shown, name, question, options, seconds, cwd } = task;
  const deadline = seconds === undefined ? undefined : now() + seconds.search * 1000;
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

parentPort!.on('message', (task: JudgeTask) => {
  void answer(task).then(async (told) => {
    const reply: JudgeReply = { ...told, folders: await loadedFolders() };
    parentPort!.postMessage(reply);
  });
});
