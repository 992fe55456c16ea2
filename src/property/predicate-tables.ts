import type { HardCaseTable } from './hard-case-table.js';
import type { PredicateTable } from './predicate-table.js';

/** The predicates of a network by the names of its properties. */
export interface PredicateTables {
  readonly claims: ReadonlyMap<string, PredicateTable>;
  readonly hardCases: ReadonlyMap<string, HardCaseTable>;
}
