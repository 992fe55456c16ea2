import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CheckError } from '../index.js';
import type { JudgeReply, JudgeTask } from './messages.js';
import type { Judgement } from './question.js';

/** A search ends at its seconds by itself; a thread that has not by then, and a little more, is ended. */
const OVER_SHARE = 1.08;
const OVER_MS = 300;

/** Loops in it, and what it waits for, end with it. */
const STUCK =
  'It did not stop by itself and was ended: a guard, action, delay, predicate or module may run for ever.';

/**
 * Answers a question about the network of a module in a thread of its own, which is ended when its time is over, whatever it does.
 *
 * @throws CheckError that says what is wrong with the module, or with what is asked of its network
 */
export async function askThread(task: JudgeTask, signal: AbortSignal | undefined): Promise<Judgement> {
  const script = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
  // What the test run was started with is not for it.
  const worker = new Worker(script, { workerData: task, execArgv: [] });
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  try {
    return await new Promise<Judgement>((resolve, reject) => {
      const refuse = (sentence: string) => reject(new CheckError(sentence));
      const giveUp = (why: string) =>
        resolve({ answer: 'unfinished', text: `${task.shown}: inconclusive. ${why} ${STUCK}` });
      onAbort = () => giveUp("The test's time-out came.");
      signal?.addEventListener('abort', onAbort);
      if (task.seconds !== undefined) {
        timer = setTimeout(() => giveUp('The seconds ran out.'), task.seconds * 1000 * OVER_SHARE + OVER_MS);
      }
      worker.on('message', (reply: JudgeReply) =>
        'judgement' in reply ? resolve(reply.judgement) : refuse(reply.problem),
      );
      worker.on('error', (error) =>
        refuse(
          `The module '${task.shown}' threw where nothing catches it: ${error.message}. Catch it there.`,
        ),
      );
      worker.on('exit', () =>
        refuse(
          `The module '${task.shown}' ended its thread before there was an answer. Do not call process.exit.`,
        ),
      );
    });
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}
