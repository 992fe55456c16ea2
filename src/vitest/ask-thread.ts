// Those of the module: fake timers of a test replace the global ones only.
import { clearTimeout, setTimeout } from 'node:timers';
import { CheckError } from '../network/errors.js';
import { giveBack, takeThread } from './idle-thread.js';
import type { JudgeReply, JudgeTask } from './messages.js';
import type { Judgement } from './question.js';

/** Loops in it, and what it waits for, end with it. */
const STUCK =
  'It did not stop by itself and was ended: a guard, action, delay, predicate or module may run for ever.';

/**
 * Answers a question about the network of a module in another thread, which is ended when its time is over, whatever it does.
 *
 * @throws CheckError that says what is wrong with the module, or with what is asked of its network
 */
export async function askThread(task: JudgeTask, signal: AbortSignal | undefined): Promise<Judgement> {
  const thread = takeThread();
  const { worker } = thread;
  let answered: JudgeReply | undefined;
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  try {
    return await new Promise<Judgement>((resolve, reject) => {
      const refuse = (sentence: string) => reject(new CheckError(sentence));
      const giveUp = (why: string) =>
        resolve({ answer: 'unfinished', text: `${task.shown}: inconclusive. ${why} ${STUCK}` });
      onAbort = () => giveUp("The test's time-out came.");
      signal?.addEventListener('abort', onAbort);
      const ms = (task.seconds?.answer ?? 0) * 1000;
      // A longer time a timer does not wait.
      if (ms > 0 && ms < 2 ** 31) timer = setTimeout(() => giveUp('The seconds ran out.'), ms);
      worker.on('message', (reply: JudgeReply) => {
        answered = reply;
        if ('judgement' in reply) resolve(reply.judgement);
        else refuse(reply.problem);
      });
      worker.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? giveUp('The memory ran out.')
          : refuse(
              `The module '${task.shown}' threw where nothing catches it: ${error.message}. Catch it there.`,
            ),
      );
      worker.on('exit', () =>
        refuse(
          `The module '${task.shown}' ended its thread before there was an answer. Do not call process.exit.`,
        ),
      );
      worker.postMessage(task);
    });
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
    if (answered === undefined) await worker.terminate();
    else giveBack(thread, answered.folders);
  }
}
