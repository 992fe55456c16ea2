import { CheckError } from '../network/errors.js';

/** @throws CheckError for what a predicate must not give: a witness true or false only, an invariant also a margin */
export function checkedResult(kind: 'always' | 'reachable', name: string, result: unknown): boolean | number {
  if (typeof result === 'boolean') return result;
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
