import { availableParallelism, totalmem } from 'node:os';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { resourceLimits } from 'node:worker_threads';

/**
 * Share of the JavaScript heap (machines' states and answers live there) above which memory may have run out. Above 0.8, V8 ends a thread that does little
 * besides collecting garbage, as one does that has to wait for the processor while it collects.
 */
const HEAP_SHARE_MAX = 0.75;
/** Share of the heap above which it has run out, if that much is left when the garbage is gone. */
const HEAP_SHARE_LIVE_MAX = 0.65;
/** What V8 sets aside for new objects, in MiB, unless a thread was given more: three semi-spaces of 16 MiB. */
const YOUNG_MIB = 48;
/** In bytes. */
const YOUNG_MAX = (resourceLimits.maxYoungGenerationSizeMb ?? YOUNG_MIB) * 2 ** 20;
/** Share of a budget that must come anew before garbage is collected once more. */
const COLLECT_AGAIN_SHARE = 0.1;
/** Share of the machine's memory that a search may use unless a budget is given. */
const MACHINE_SHARE = 0.75;

/** Whether a typed array, such as those of a state set, could not be allocated. */
export function isAllocationFailure(thrown: unknown): boolean {
  return thrown instanceof RangeError && /allocation failed|Invalid typed array length/.test(thrown.message);
}

/** The memory of the machine, or what a container leaves of it, in bytes. */
function machineMemory(): number {
  // Not every Node.js 20 has it; without a limit it gives 0 or more than there is.
  const constrained = process.constrainedMemory?.() ?? 0;
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
}

/** The most bytes that a search may use by default: `wanted`, or less on a small machine. */
export function bytesWithinMachine(wanted: number): number {
  return Math.min(wanted, Math.floor(MACHINE_SHARE * machineMemory()));
}

/** How many searches the machine has processors and memory for at once. @param bytesMax the most that each may use */
export function atOnceWithinMachine(bytesMax: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(bytesWithinMachine(Infinity) / bytesMax)));
}

/** What a search holds in memory: everything that has come since it began, on the heap and in array buffers. */
export class MemoryUse {
  private before: number;
  /** What was in use when garbage was collected last. */
  private collectedAt = 0;

  /**
   * @param own bytes that the search is known to hold
   * @param outside those of them that V8 does not know of
   */
  constructor(
    private readonly own: () => number,
    private readonly outside: () => number = () => 0,
  ) {
    this.before = this.used();
  }

  /** Whether the search holds more than `bytesMax`, or the heap is nearly full. */
  exceeds(bytesMax: number): boolean {
    if (this.own() > bytesMax) return true;
    const used = this.used();
    this.before = Math.min(this.before, used);
    const isOver = used - this.before > bytesMax && used > this.collectedAt + COLLECT_AGAIN_SHARE * bytesMax;
    if (!isOver && heapShare() <= HEAP_SHARE_MAX) return false;
    // Much of it may be garbage, which is collected only when V8 thinks it worth while.
    if (!collectGarbage()) return true;
    this.collectedAt = this.used();
    return this.collectedAt - this.before > bytesMax || heapShare() > HEAP_SHARE_LIVE_MAX;
  }

  private used(): number {
    const { used_heap_size, external_memory } = getHeapStatistics();
    return used_heap_size + external_memory + this.outside();
  }
}

/** Of what may be kept: V8's limit has room for new objects besides, which on a small heap is much of it. */
function heapShare(): number {
  const { used_heap_size, heap_size_limit } = getHeapStatistics();
  return used_heap_size / Math.max(heap_size_limit - YOUNG_MAX, heap_size_limit / 2);
}

let collect: (() => void) | undefined;

/** Returns whether it could be done: V8 has no other way to tell what is garbage. */
function collectGarbage(): boolean {
  try {
    if (collect === undefined) {
      setFlagsFromString('--expose-gc');
      collect = runInNewContext('gc') as () => void;
    }
    collect();
    return true;
  } catch {
    return false;
  }
}
