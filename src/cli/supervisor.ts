import { getHeapStatistics } from 'node:v8';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Exhausted } from '../index.js';
import { EXIT } from './exit-code.js';
import { isJsonWanted, jsonError } from './json-error.js';
import { joined, type Known } from './known.js';
import type { FromWorker, StreamTraits, ToWorker, WorkerTask } from './messages.js';
import { Output } from './output.js';
import { SharedProgress } from './shared-progress.js';
import { unfinishedCode, unfinishedJson, unfinishedText } from './unfinished.js';
import { isVersionWanted, packageVersion } from './version.js';

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
/** Above this, V8 cannot raise the limit for the moment in which a thread is ended for want of memory, and aborts the process. */
const HEAP_MIB_MAX = 3_584;
/** What is new: the more of it there may be, the less often what lives on is copied. */
const YOUNG_MIB_MAX = 384;
/** What V8 has by default. */
const YOUNG_MIB_MIN = 48;
/** How much of a small heap it may be beside. */
const YOUNG_SHARE = 1 / 8;
const BYTES_PER_MIB = 2 ** 20;
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
  const code = isVersionWanted(args)
    ? writeVersion(output)
    : await new Supervisor(script, args, output).ended;
  process.exitCode = await output.end(code);
  process.exit();
}

function writeVersion(output: Output): number {
  output.write('stdout', `${packageVersion()}\n`);
  return EXIT.holds;
}

class Supervisor {
  /** The exit code, once the command has come to its end or has been brought to it. */
  readonly ended: Promise<number>;
  private resolve: (code: number) => void = () => {};
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly interrupted = new SharedArrayBuffer(4);
  private readonly progress = new SharedProgress();
  private readonly isJson: boolean;
  private known: Known = {};
  /** What the command has written to standard output: it counts when the command has come to its end, and then as a whole. */
  private readonly result: string[] = [];
  private flushed: () => void = () => {};
  private isOver = false;
  private signals = 0;
  private isCursorHidden = false;
  private timer: NodeJS.Timeout | undefined;
  private budgetTimer: NodeJS.Timeout | undefined;

  constructor(
    script: URL,
    args: readonly string[],
    private readonly output: Output,
  ) {
    this.isJson = isJsonWanted(args);
    this.ended = new Promise((resolve) => {
      this.resolve = resolve;
    });
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const task: WorkerTask = {
      port: port2,
      args,
      cwd: process.cwd(),
      stdout: traitsOf(process.stdout),
      stderr: traitsOf(process.stderr),
      interrupted: this.interrupted,
      progress: this.progress.buffer,
    };
    const streams = { stdout: true, stderr: true };
    this.worker = new Worker(script, {
      workerData: task,
      transferList: [port2],
      ...streams,
      ...heapLimit(),
    });
    this.port.on('message', (message: FromWorker) => this.receive(message));
    this.worker.on('error', (error) => {
      this.receiveRest();
      this.fail(error);
    });
    this.worker.on('exit', () => {
      this.receiveRest();
      this.flushed();
      this.explainExit();
    });
    // What modules print themselves: beside the one object of --json there is no place for it.
    this.worker.stdout.on('data', (chunk: Uint8Array) =>
      output.write(this.isJson ? 'stderr' : 'stdout', chunk),
    );
    this.worker.stderr.on('data', (chunk: Uint8Array) => output.write('stderr', chunk));
    for (const signal of SIGNALS) process.on(signal, () => this.interrupt());
    process.stderr.on('resize', () => this.tell({ kind: 'columns', ...columnsNow() }));
  }

  private tell(message: ToWorker): void {
    if (!this.isOver) this.port.postMessage(message);
  }

  /** The end of a thread may be noticed before the last that it told. */
  private receiveRest(): void {
    for (
      let next = receiveMessageOnPort(this.port);
      next !== undefined;
      next = receiveMessageOnPort(this.port)
    ) {
      this.receive(next.message as FromWorker);
    }
  }

  private receive(message: FromWorker): void {
    if (message.kind === 'flushed') {
      this.flushed();
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
        this.known = joined(this.known, message.change);
        if ('searching' in message.change) this.watchBudget();
        break;
      case 'stopping':
        this.endAfter(RESULT_MS, 'interrupted');
        break;
      case 'done':
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
    Atomics.store(new Int32Array(this.interrupted), 0, 1);
    this.tell({ kind: 'interrupt' });
    this.endAfter(NOTICE_MS, 'interrupted');
  }

  private watchBudget(): void {
    clearTimeout(this.budgetTimer);
    const { secondsMax, endedBy = 'seconds' } = this.known.searching ?? {};
    if (secondsMax === undefined) return;
    const ms = secondsMax * 1000 * OVER_SHARE + OVER_MS;
    // A timer waits 2^31 milliseconds at most; a longer budget is not watched.
    if (ms < 2 ** 31) this.budgetTimer = setTimeout(() => this.end(endedBy), ms);
  }

  private endAfter(ms: number, why: Exhausted): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(why), ms);
  }

  /** Ends the command and tells what was known of it. */
  private end(why: Exhausted): void {
    if (this.isOver) return;
    this.restoreTerminal();
    const known = joined(this.known, { progress: this.progress.read() });
    const text = this.isJson ? JSON.stringify(unfinishedJson(known, why)) : unfinishedText(known, why);
    this.output.write('stdout', `${text}\n`);
    void this.finish(unfinishedCode(known));
  }

  private fail(error: unknown): void {
    const { code, message = String(error) } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') this.end('memory');
    else {
      this.refuse(
        `${this.culprit()} threw where nothing catches it, in a timer or a promise that nobody waits for: ${message}. ` +
          'Catch it there, or do not start such work in a module.',
      );
    }
  }

  /** The thread is gone; if it has told no result, something made it go. */
  private explainExit(): void {
    this.refuse(
      this.known.loading === undefined
        ? `${this.culprit()} ended the program before there was a result. Do not call process.exit.`
        : `${this.culprit()} ended the program while it was loaded (process.exit), or waits for something that never comes. Remove that.`,
    );
  }

  private culprit(): string {
    const { loading, subject } = this.known;
    if (loading !== undefined) return `The module '${loading}'`;
    return subject === undefined ? 'A module' : `The code of '${subject.network}'`;
  }

  private refuse(sentence: string): void {
    if (this.isOver) return;
    this.restoreTerminal();
    this.output.write('stderr', `error: ${sentence}\n`);
    if (this.isJson) this.output.write('stdout', jsonError(sentence, EXIT.wrongInput));
    void this.finish(EXIT.wrongInput);
  }

  /** @param flushMs milliseconds to wait for what modules wrote */
  private async finish(code: number, flushMs = 0): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    clearTimeout(this.budgetTimer);
    if (flushMs > 0) await orAfter(flushMs, new Promise<void>((resolve) => (this.flushed = resolve)));
    await orAfter(TERMINATE_MS, this.worker.terminate());
    this.resolve(code);
  }

  private restoreTerminal(): void {
    if (this.isCursorHidden) this.output.write('stderr', RESTORE_TERMINAL);
    this.isCursorHidden = false;
  }
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

/** As much heap as the process itself may have (Node.js's --max-old-space-size counts for both), but no more than a thread can be ended at. */
function heapLimit() {
  const mebibytes = getHeapStatistics().heap_size_limit / BYTES_PER_MIB;
  const old = mebibytes > HEAP_MIB_MAX ? { maxOldGenerationSizeMb: HEAP_MIB_MAX } : {};
  const young = Math.max(YOUNG_MIB_MIN, Math.min(YOUNG_MIB_MAX, Math.floor(YOUNG_SHARE * mebibytes)));
  return { resourceLimits: { ...old, maxYoungGenerationSizeMb: young } };
}
