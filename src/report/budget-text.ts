import type { Exhausted } from '../explore/budget.js';
import type { Unfinished } from '../explore/explore-result.js';
import { counted } from './numbers.js';

const REASONS: Readonly<Record<Exhausted, { readonly what: string; readonly remedy: string }>> = {
  states: {
    what: 'The budget of states ran out',
    remedy: 'Raise --states-max, or make the parameters smaller.',
  },
  seconds: {
    what: 'The budget of seconds ran out',
    remedy: 'Raise --seconds-max, or make the parameters smaller.',
  },
  totalSeconds: {
    what: 'The total of seconds ran out',
    remedy: 'Raise --total-seconds, or make the parameters smaller.',
  },
  memory: {
    what: 'The budget of memory ran out',
    remedy:
      "Raise --memory-max (and Node.js's --max-old-space-size, if the machines' own states fill the heap), or make the parameters smaller.",
  },
  interrupted: { what: 'It was interrupted', remedy: 'Run it again to its end for a verdict.' },
};

/** Why a search ended early, what it left undone, and what to do about it. */
export function budgetText(budget: Exhausted, left: string): string {
  const { what, remedy } = REASONS[budget];
  return `${what}, with ${left}. ${remedy}`;
}

/** States that are known and were not expanded; without any, what an exploration does before and after it expands states was left undone. */
export function frontierText(frontier: number, states = frontier): string {
  if (frontier > 0) return `${counted(frontier, 'state')} left to expand`;
  return states === 0
    ? 'initial states left to find'
    : 'the machines left to be asked a sample of all questions again';
}

/** What an exploration that ended early left undone. */
export function leftText(
  { frontier, during }: Pick<Unfinished, 'frontier' | 'during'>,
  states = frontier,
): string {
  return during === undefined ? frontierText(frontier, states) : `the ${during} left to finish`;
}

/** What grew for as long as the search went on, a sentence each. */
export function growingText(growing: readonly string[] = []): string[] {
  return growing.map((each) => `${each}.`);
}
