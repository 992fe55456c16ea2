import { givenText } from '../network/described.js';
import { CheckError } from '../network/errors.js';

/** What is evaluated: an invariant, a witness, the hard case of a claim, what must stay possible, or both sides of what leads to what (see `OWES`). */
export type PredicateKind = 'always' | 'reachable' | 'hard case' | 'always possible' | 'leads to';

/** @throws CheckError for what a predicate must not give: a witness true or false only, an invariant also a margin */
export function checkedResult(kind: PredicateKind, name: string, result: unknown): boolean | number {
  if (typeof result === 'boolean') return result;
  if (kind === 'hard case') {
    throw new CheckError(
      `The \`hardCase\` of property '${name}' gives ${givenText(result)}; it must give true or false.`,
    );
  }
  if (kind === 'reachable' || kind === 'always possible') {
    throw new CheckError(
      `The property '${name}' gives ${givenText(result)}; ${kind === 'reachable' ? 'a witness' : 'what must stay possible'} must give true or false.`,
    );
  }
  if (typeof result === 'number' && !Number.isNaN(result)) return result;
  throw new CheckError(
    `The property '${name}' gives ${givenText(result)}; it must give true, false or a margin (a number, negative when violated).`,
  );
}
