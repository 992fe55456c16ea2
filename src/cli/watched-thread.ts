import { getHeapStatistics } from 'node:v8';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { joined, type Known } from './known.js';
import type { FromWorker, ToWorker, WorkerTask } from './messages.js';
import { SharedProgress } from './shared-progress.js';

/** Above this, V8 cannot raise the limit for the moment in which a thread is ended for want of memory, and aborts the process. */
const HEAP_MIB_MAX = 3_584;
/** What is new: the more of it there may be, the less often what lives on is copied. */
const YOUNG_MIB_MAX = 384;
/** What V8 has by default. */
const YOUNG_MIB_MIN = 48;
/** How much of a small heap it may be beside. */
const YOUNG_SHARE = 1 / 8;
const BYTES_PER_MIB = 2 ** 20;

/** Who is told what a thread does. */
export interface ThreadWatcher {
  readonly onMessage: (message: FromWorker) => void;
  /** Something was thrown that nothing in the thread has caught. */
  readonly onError: (error: unknown) => void;
  readonly onExit: () => void;
  /** What modules print themselves. */
  readonly onPrinted: (chunk: Uint8Array) => void;
}

/** A thread that runs a command, or helps with one, and what is known of what it does. */
export class WatchedThread {
  /** Ends what it does, should it take longer than it may. */
  budgetTimer: NodeJS.Timeout | undefined;
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly interrupted = new SharedArrayBuffer(4);
  private readonly progress = new SharedProgress();
  private toldKnown: Known = {};

  /** @param script what the thread runs; see `runWorker` */
  constructor(
    script: URL,
    task: Omit<WorkerTask, 'port' | 'interrupted' | 'progress'>,
    private readonly watcher: ThreadWatcher,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    const { orders } = task;
    this.worker = new Worker(script, {
      workerData: {
        ...task,
        port: port2,
        interrupted: this.interrupted,
        progress: this.progress.buffer,
      } satisfies WorkerTask,
      transferList: [port2, ...(orders === undefined ? [] : [orders])],
      stdout: true,
      stderr: true,
      ...heapLimit(),
    });
    this.port.on('message', (message: FromWorker) => this.receive(message));
    this.worker.on('error', (error) => {
      this.receiveRest();
      watcher.onError(error);
    });
    this.worker.on('exit', () => {
      this.receiveRest();
      watcher.onExit();
    });
    for (const stream of [this.worker.stdout, this.worker.stderr]) stream.on('data', watcher.onPrinted);
  }

  /** With how far it has come at this moment. */
  get known(): Known {
    return joined(this.toldKnown, { progress: this.progress.read() });
  }

  /** The search that is under way, with its budget. */
  get searching(): Known['searching'] {
    return this.toldKnown.searching;
  }

  tell(message: ToWorker): void {
    this.port.postMessage(message);
  }

  interrupt(): void {
    Atomics.store(new Int32Array(this.interrupted), 0, 1);
    this.tell({ kind: 'interrupt' });
  }

  /** It is gone, and does nothing any more: what it has found stays. */
  forgetWork(): void {
    const { finished, violations } = this.toldKnown;
    this.toldKnown = { finished, violations };
    this.progress.write(undefined);
  }

  terminate(): Promise<unknown> {
    clearTimeout(this.budgetTimer);
    return this.worker.terminate();
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
    if (message.kind === 'known') this.toldKnown = joined(this.toldKnown, message.change);
    this.watcher.onMessage(message);
  }
}

/** As much heap as the process itself may have (Node.js's --max-old-space-size counts for both), but no more than a thread can be ended at. */
function heapLimit() {
  const mebibytes = getHeapStatistics().heap_size_limit / BYTES_PER_MIB;
  const old = mebibytes > HEAP_MIB_MAX ? { maxOldGenerationSizeMb: HEAP_MIB_MAX } : {};
  const young = Math.max(YOUNG_MIB_MIN, Math.min(YOUNG_MIB_MAX, Math.floor(YOUNG_SHARE * mebibytes)));
  return { resourceLimits: { ...old, maxYoungGenerationSizeMb: young } };
}
