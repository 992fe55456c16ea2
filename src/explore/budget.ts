import { getHeapStatistics } from 'node:v8';
import { CheckError } from '../network/errors.js';
import { STATES_MAX } from './state-set.js';

/** What a search may use. A budget that runs out ends in `inconclusive`. */
export interface Budgets {
  /** Distinct states. Default 20 million. */
  readonly statesMax?: number;
  /** Seconds of searching. Default: no limit. */
  readonly secondsMax?: number;
  /** Bytes for visited states. Default 4 GiB. */
  readonly bytesMax?: number;
}

/** The options that set budgets. */
export const BUDGET_OPTIONS = { statesMax: true, secondsMax: true, bytesMax: true } as const satisfies Record<
  keyof Budgets,
  true
>;

/** Which budget ran out, or that the search was interrupted from outside. */
export type Exhausted = 'states' | 'seconds' | 'memory' | 'interrupted';

const STATES_MAX_DEFAULT = 20_000_000;
const BYTES_MAX_DEFAULT = 4 * 2 ** 30;
/** Share of the JavaScript heap (machines' states and answers live there) above which memory has run out. */
const HEAP_SHARE_MAX = 0.85;

/** Budgets with defaults filled in, and what has been used of them. */
export class Budget {
  private readonly statesMax: number;
  private readonly secondsMax: number;
  private readonly bytesMax: number;

  /** @throws CheckError for a budget that is not a positive number */
  constructor(budgets: Budgets) {
    this.statesMax = positive('statesMax', budgets.statesMax ?? STATES_MAX_DEFAULT);
    this.secondsMax = positive('secondsMax', budgets.secondsMax ?? Number.POSITIVE_INFINITY);
    this.bytesMax = positive('bytesMax', budgets.bytesMax ?? BYTES_MAX_DEFAULT);
  }

  /** Cheap enough for every state. */
  exceedsStates(states: number): boolean {
    return states > this.statesMax || states >= STATES_MAX - 1;
  }

  /** The other budgets; asked now and then. */
  exhausted(seconds: number, bytes: number): Exhausted | undefined {
    if (seconds > this.secondsMax) return 'seconds';
    if (bytes > this.bytesMax) return 'memory';
    const heap = getHeapStatistics();
    return heap.used_heap_size > HEAP_SHARE_MAX * heap.heap_size_limit ? 'memory' : undefined;
  }
}

function positive(name: string, value: number): number {
  if (!(value > 0)) throw new CheckError(`The budget ${name} is ${value}; it must be a number above 0.`);
  return value;
}
