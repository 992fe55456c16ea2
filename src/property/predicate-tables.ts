import type { Engine } from '../engine/engine.js';
import { hardCaseOf, type LeadsToProperty, type View } from '../network/property.js';
import { HardCaseTable } from './hard-case-table.js';
import { PredicateTable } from './predicate-table.js';

/** The predicates of a network by the names of its properties. */
export interface PredicateTables {
  /** Of invariants, witnesses, and what leads to what. */
  readonly claims: ReadonlyMap<string, PredicateTable>;
  /** Of what must stay possible. */
  readonly possible: ReadonlyMap<string, PredicateTable>;
  readonly hardCases: ReadonlyMap<string, HardCaseTable>;
}

export function predicateTables(engine: Engine): PredicateTables {
  const claims = new Map<string, PredicateTable>();
  const possible = new Map<string, PredicateTable>();
  const hardCases = new Map<string, HardCaseTable>();
  for (const property of engine.network.properties) {
    const { name } = property;
    const hardCase = hardCaseOf(property);
    if (hardCase !== undefined) hardCases.set(name, new HardCaseTable(engine, name, hardCase));
    if (property.kind === 'always')
      claims.set(name, new PredicateTable(engine, name, property.holds, 'always', property.when));
    if (property.kind === 'reachable')
      claims.set(name, new PredicateTable(engine, name, property.reached, 'reachable'));
    if (property.kind === 'leads to')
      claims.set(name, new PredicateTable(engine, name, sidesOf(property), 'leads to', property.from));
    if (property.kind === 'always possible')
      possible.set(name, new PredicateTable(engine, name, property.possible, 'always possible'));
  }
  return { claims, possible, hardCases };
}

/** Of a property that leads to something, in one number: the state begins an obligation, or it is what meets it, or both. */
export const OWES = 1;
export const MEETS = 2;

function sidesOf({ from, to }: LeadsToProperty): (view: View) => number {
  return (view) => (from?.(view) === true ? OWES : 0) | (to(view) ? MEETS : 0);
}
