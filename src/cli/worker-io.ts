import * as readline from 'node:readline';
import { Writable } from 'node:stream';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { helperAt } from './helper.js';
import type { CliIo, Writer } from './io.js';
import type { Known } from './known.js';
import type { FromWorker, StreamTraits, ToWorker, WorkerTask } from './messages.js';
import { SharedProgress } from './shared-progress.js';

/** Milliseconds between two accounts of a search's progress. */
const KNOWN_EVERY_MS = 50;

/** Of what is no terminal. */
const COLUMNS = 100;

/** Taken once: users' modules may replace it. */
const now = performance.now.bind(performance);

/** The process as a command sees it that runs in a thread of its own: it writes, and is interrupted, by messages. */
export function workerIo(port: MessagePort, task: WorkerTask): CliIo {
  const post = (message: FromWorker) => port.postMessage(message);
  const stdout = new PostedWriter('stdout', task.stdout, post);
  const stderr = new PostedWriter('stderr', task.stderr, post);
  const listeners = new Set<() => void>();
  const interrupted = new Int32Array(task.interrupted);
  const poll = () => {
    if (Atomics.exchange(interrupted, 0, 0) === 0) return;
    post({ kind: 'stopping' });
    for (const listener of [...listeners]) listener();
  };
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'interrupt') poll();
    else {
      stdout.columns = message.stdout ?? COLUMNS;
      stderr.columns = message.stderr ?? COLUMNS;
    }
  });
  // Listening must not keep the thread alive: one that waits for nothing any more has to end.
  port.unref();
  return {
    stdout,
    stderr,
    env: process.env,
    cwd: task.cwd,
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pollInterrupt: poll,
    onKnown: throttled(new SharedProgress(task.progress), (change) => post({ kind: 'known', change })),
    startHelper: () => {
      const { port1, port2 } = new MessageChannel();
      port.postMessage({ kind: 'wants-helper', orders: port2 } satisfies FromWorker, [port2]);
      return helperAt(port1);
    },
  };
}

/** Passes on every change but those of progress alone that follow too soon. */
function throttled(shared: SharedProgress, tell: (change: Known) => void): (change: Known) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (change) => {
    if ('progress' in change) shared.write(change.progress);
    const at = now();
    if (isProgressAlone(change) && at - toldAt < KNOWN_EVERY_MS) return;
    toldAt = at;
    tell(change);
  };
}

function isProgressAlone(change: Known): boolean {
  for (const key in change) if (key !== 'progress' && key !== 'line') return false;
  return true;
}

/** Sends what is written to it to the thread that has the stream. */
class PostedWriter extends Writable implements Writer {
  readonly isTTY: boolean;
  columns: number;

  constructor(
    private readonly to: 'stdout' | 'stderr',
    traits: StreamTraits,
    private readonly post: (message: FromWorker) => void,
  ) {
    super({ decodeStrings: false });
    this.isTTY = traits.isTTY;
    this.columns = traits.columns ?? COLUMNS;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.post({ kind: 'write', to: this.to, text: chunk.toString() });
    done();
  }

  // What a spinner asks of a terminal.
  cursorTo(x: number, y?: number): boolean {
    return readline.cursorTo(this, x, y);
  }

  moveCursor(dx: number, dy: number): boolean {
    return readline.moveCursor(this, dx, dy);
  }

  clearLine(direction: readline.Direction): boolean {
    return readline.clearLine(this, direction);
  }
}
