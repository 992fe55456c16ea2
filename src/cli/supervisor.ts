import type { MessagePort } from 'node:worker_threads';
import type { Exhausted } from '../index.js';
import { EXIT } from './exit-code.js';
import { isJsonWanted, jsonError } from './json-error.js';
import type { Known } from './known.js';
import type { FromWorker, StreamTraits } from './messages.js';
import { Output } from './output.js';
import { unfinishedCode, unfinishedJson, unfinishedText } from './unfinished.js';
import { packageVersion } from '../network/package-version.js';
import { runtimeProblem } from '../network/runtime.js';
import { isVersionWanted } from './version.js';
import { WatchedThread } from './watched-thread.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** Milliseconds after a signal within which the thread must have seen it, and after that within which it must have told its result. */
const NOTICE_MS = 1_000;
const RESULT_MS = 5_000;
/** A search that ends by itself does so at its budget of seconds; one that has not by then, and a little more, is ended. */
const OVER_SHARE = 1.08;
const OVER_MS = 300;
/** Milliseconds that a thread may take to be ended; native code cannot be. */
const TERMINATE_MS = 1_000;
/** Milliseconds that are waited for what modules themselves wrote. */
const FLUSH_MS = 500;
/** Shows the cursor again, at the beginning of an empty line: a spinner that was cut off did neither. */
const RESTORE_TERMINAL = '\r\u001b[2K\u001b[?25h';
const HIDE_CURSOR = '\u001b[?25l';

/**
 * Runs a command in a thread of its own and sees to it that it comes to an end, whatever the functions of the user's modules do: loop for
 * ever, leave the process, throw when nobody waits, or fill the memory. Ends the process with the command's exit code.
 *
 * @param script what the thread runs; see `runWorker`
 */
export async function supervise(script: URL, args: readonly string[]): Promise<void> {
  const output = new Output(process.stdout, process.stderr);
  // No thread is worth starting for it.
  const code = isVersionWanted(args) ? writeVersion(output) : await supervised(script, args, output);
  process.exitCode = await output.end(code);
  process.exit();
}

function writeVersion(output: Output): number {
  output.write('stdout', `${packageVersion()}\n`);
  return EXIT.holds;
}

/** @returns the exit code */
async function supervised(script: URL, args: readonly string[], output: Output): Promise<number> {
  const problem = runtimeProblem();
  if (problem !== undefined) {
    writeRefusal(output, problem, isJsonWanted(args));
    return EXIT.wrongInput;
  }
  let cwd: string;
  try {
    cwd = process.cwd();
  } catch {
    writeRefusal(output, 'The present folder is not there any more. Go to one that is.', isJsonWanted(args));
    return EXIT.wrongInput;
  }
  return new Supervisor(script, args, cwd, output).ended;
}

function writeRefusal(output: Output, sentence: string, isJson: boolean): void {
  output.write('stderr', `error: ${sentence}\n`);
  if (isJson) output.write('stdout', jsonError(sentence, EXIT.wrongInput));
}

class Supervisor {
  /** The exit code, once the command has come to its end or has been brought to it. */
  readonly ended: Promise<number>;
  private resolve: (code: number) => void = () => {};
  /** The thread of the command. */
  private readonly command: WatchedThread;
  /** Threads that help it. Whatever becomes of one: what it has not done the command does by itself, and comes to the same end. */
  private readonly helpers: WatchedThread[] = [];
  private readonly isJson: boolean;
  /** What the command has written to standard output: it counts when the command has come to its end, and then as a whole. */
  private readonly result: string[] = [];
  private flushed: () => void = () => {};
  private isOver = false;
  private signals = 0;
  private isStopping = false;
  private isCursorHidden = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly script: URL,
    private readonly args: readonly string[],
    private readonly cwd: string,
    private readonly output: Output,
  ) {
    this.isJson = isJsonWanted(args);
    this.ended = new Promise((resolve) => {
      this.resolve = resolve;
    });
    this.command = this.started();
    for (const signal of SIGNALS) process.on(signal, () => this.interrupt());
    process.stderr.on('resize', () => {
      if (!this.isOver) this.command.tell({ kind: 'columns', ...columnsNow() });
    });
  }

  private get threads(): readonly [WatchedThread, ...WatchedThread[]] {
    return [this.command, ...this.helpers];
  }

  /** Starts the command, or what helps with it. @param orders where a helper takes its orders from */
  private started(orders?: MessagePort): WatchedThread {
    const thread: WatchedThread = new WatchedThread(
      this.script,
      {
        args: this.args,
        cwd: this.cwd,
        stdout: traitsOf(process.stdout),
        stderr: traitsOf(process.stderr),
        ...(orders === undefined ? {} : { orders }),
      },
      {
        onMessage: (message) => this.receive(thread, message),
        onError: (error) => {
          if (thread === this.command) this.fail(error);
        },
        onExit: () => {
          if (thread !== this.command) {
            thread.forgetWork();
            return;
          }
          this.flushed();
          this.explainExit();
        },
        // Standard output is what the command itself says: JSON, a report, a diagram have no place for what modules print.
        onPrinted: (chunk) => this.output.write('stderr', chunk),
      },
    );
    return thread;
  }

  private receive(thread: WatchedThread, message: FromWorker): void {
    if (message.kind === 'flushed') {
      if (thread === this.command) this.flushed();
      return;
    }
    if (this.isOver) return;
    switch (message.kind) {
      case 'write':
        if (message.to === 'stdout') this.result.push(message.text);
        else {
          this.noteCursor(message.text);
          this.output.write('stderr', message.text);
        }
        break;
      case 'known':
        if ('searching' in message.change) this.watchBudget(thread);
        break;
      case 'stopping':
        // Of several threads the first counts: all of them were told at once.
        if (!this.isStopping) this.endAfter(RESULT_MS, 'interrupted');
        this.isStopping = true;
        break;
      case 'wants-helper':
        this.helpers.push(this.started(message.orders));
        break;
      case 'done':
        if (thread !== this.command) break;
        for (const text of this.result) this.output.write('stdout', text);
        void this.finish(message.code, FLUSH_MS);
    }
  }

  private noteCursor(text: string): void {
    const shown = text.lastIndexOf('\u001b[?25h');
    const hidden = text.lastIndexOf(HIDE_CURSOR);
    if (shown !== hidden) this.isCursorHidden = hidden > shown;
  }

  private interrupt(): void {
    if (this.isOver) return;
    if (++this.signals > 1) {
      this.restoreTerminal();
      process.exit(EXIT.interrupted);
    }
    for (const thread of this.threads) thread.interrupt();
    this.endAfter(NOTICE_MS, 'interrupted');
  }

  private watchBudget(thread: WatchedThread): void {
    clearTimeout(thread.budgetTimer);
    const { secondsMax, endedBy = 'seconds' } = thread.searching ?? {};
    if (secondsMax === undefined) return;
    const ms = secondsMax * 1000 * OVER_SHARE + OVER_MS;
    // A timer waits 2^31 milliseconds at most; a longer budget is not watched.
    if (ms < 2 ** 31) {
      thread.budgetTimer = setTimeout(() => {
        if (thread === this.command) this.end(endedBy);
        else void thread.terminate();
      }, ms);
    }
  }

  private endAfter(ms: number, why: Exhausted): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(why), ms);
  }

  /** Ends the command and tells what was known of it. */
  private end(why: Exhausted): void {
    if (this.isOver) return;
    this.restoreTerminal();
    const [command, ...helpers] = this.threads;
    const known = [command.known, ...helpers.map((thread) => thread.known)] as const;
    const text = this.isJson ? JSON.stringify(unfinishedJson(known, why)) : unfinishedText(known, why);
    this.output.write('stdout', `${text}\n`);
    void this.finish(unfinishedCode(known));
  }

  private fail(error: unknown): void {
    const { code, message = String(error) } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') this.end('memory');
    else {
      this.refuse(
        `${culprit(this.command.known)} threw where nothing catches it, in a timer or a promise that nobody waits for: ${message}. ` +
          'Catch it there, or do not start such work in a module.',
      );
    }
  }

  /** The thread is gone; if it has told no result, something made it go. */
  private explainExit(): void {
    const { known } = this.command;
    this.refuse(
      known.loading === undefined
        ? `${culprit(known)} ended the program before there was a result. Do not call process.exit.`
        : `${culprit(known)} ended the program while it was loaded (process.exit), or waits for something that never comes. Remove that.`,
    );
  }

  private refuse(sentence: string): void {
    if (this.isOver) return;
    this.restoreTerminal();
    writeRefusal(this.output, sentence, this.isJson);
    void this.finish(EXIT.wrongInput);
  }

  /** @param flushMs milliseconds to wait for what modules wrote */
  private async finish(code: number, flushMs = 0): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    if (flushMs > 0) await orAfter(flushMs, new Promise<void>((resolve) => (this.flushed = resolve)));
    await orAfter(TERMINATE_MS, Promise.all(this.threads.map((thread) => thread.terminate())));
    this.resolve(code);
  }

  private restoreTerminal(): void {
    if (this.isCursorHidden) this.output.write('stderr', RESTORE_TERMINAL);
    this.isCursorHidden = false;
  }
}

/** Whose fault it is when a thread does what it must not. */
function culprit({ loading, subject }: Known): string {
  if (loading !== undefined) return `The module '${loading}'`;
  return subject === undefined ? 'A module' : `The code of '${subject.network}'`;
}

async function orAfter(ms: number, event: Promise<unknown>): Promise<void> {
  let waiting: NodeJS.Timeout | undefined;
  await Promise.race([event, new Promise((resolve) => (waiting = setTimeout(resolve, ms)))]);
  clearTimeout(waiting);
}

function traitsOf({ isTTY, columns }: NodeJS.WriteStream): StreamTraits {
  return { isTTY, columns };
}

function columnsNow() {
  return { stdout: process.stdout.columns, stderr: process.stderr.columns };
}
