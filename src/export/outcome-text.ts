import type { Explanation } from '../counterexample/explain/explanation.js';

/** What the steps of an explanation have led to, for formats that have no better place for it. */
export function outcomeText({ property, outcome, message }: Explanation): string {
  return `${property} is ${outcome}: ${message}`;
}
