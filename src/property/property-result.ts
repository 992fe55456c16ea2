import { CheckError } from '../network/errors.js';

/** An invariant, a witness, or the hard case of a claim. */
export type PredicateKind = 'always' | 'reachable' | 'hard case';

/** @throws CheckError for what a predicate must not give: a witness true or false only, an invariant also a margin */
export function checkedResult(kind: PredicateKind, name: string, result: unknown): boolean | number {
  if (typeof result === 'boolean') return result;
  if (kind === 'hard case') {
    throw new CheckError(
      `The \`hardCase\` of property '${name}' gives ${String(result)}; it must give true or false.`,
    );
  }
  if (kind === 'reachable') {
    throw new CheckError(
      `The property '${name}' gives ${String(result)}; a witness must give true or false.`,
    );
  }
  if (typeof result === 'number' && !Number.isNaN(result)) return result;
  throw new CheckError(
    `The property '${name}' gives ${String(result)}; it must give true, false or a margin (a number, negative when violated).`,
  );
}
