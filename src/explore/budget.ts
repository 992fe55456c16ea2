import type { Expiry, StopSignal } from '../interpreter/deadline.js';
import { CheckError } from '../network/errors.js';
import { givenText } from '../network/whole-numbers.js';
import { atOnceWithinMachine, bytesWithinMachine } from './memory.js';
import { STATES_MAX } from './state-set.js';

/** What a search may use. A budget that runs out ends in `inconclusive`. */
export interface Budgets {
  /** Distinct states. Default 20 million. */
  readonly statesMax?: number;
  /** Seconds of searching. Default: no limit. */
  readonly secondsMax?: number;
  /**
   * Bytes for all that the search holds: visited states, the machines' own states and answers, array buffers. Default 4 GiB, or three
   * quarters of the machine's memory if that is less. Whatever the budget is, it ends before the JavaScript heap is full.
   */
  readonly bytesMax?: number;
  /**
   * Ends the search when it says so, as `interrupted`; looked at every 50 ms. An `AbortSignal` is one: it can be aborted during an `...Async`
   * function, while during a synchronous one no timer or event comes that could do it.
   */
  readonly signal?: StopSignal;
}

/** The options that set budgets. */
export const BUDGET_OPTIONS = {
  statesMax: true,
  secondsMax: true,
  bytesMax: true,
  signal: true,
} as const satisfies Record<keyof Budgets, true>;

/** Which budget ran out, or that the search was interrupted from outside. `totalSeconds` are those of a whole check. */
export type Exhausted = 'states' | 'totalSeconds' | Expiry;

const STATES_MAX_DEFAULT = 20_000_000;
const BYTES_MAX_DEFAULT = 4 * 2 ** 30;

/** Budgets with defaults filled in. */
export class Budget {
  readonly statesMax: number;
  readonly secondsMax: number;
  readonly bytesMax: number;

  /** @throws CheckError for a budget that is not a positive number */
  constructor(budgets: Budgets) {
    this.statesMax = positive('statesMax', budgets.statesMax ?? STATES_MAX_DEFAULT);
    this.secondsMax = positive('secondsMax', budgets.secondsMax ?? Number.POSITIVE_INFINITY);
    this.bytesMax = positive('bytesMax', budgets.bytesMax ?? bytesWithinMachine(BYTES_MAX_DEFAULT));
  }

  /** Cheap enough for every state. */
  exceedsStates(states: number): boolean {
    return states > this.statesMax || states >= STATES_MAX - 1;
  }
}

/** How many searches of these budgets the machine has processors and memory for at once, at least 1. */
export function searchesAtOnce(budgets: Budgets): number {
  return atOnceWithinMachine(new Budget(budgets).bytesMax);
}

function positive(name: string, value: number): number {
  if (typeof value !== 'number' || !(value > 0))
    throw new CheckError(`The budget ${name} is ${givenText(value)}; it must be a number above 0.`);
  return value;
}
