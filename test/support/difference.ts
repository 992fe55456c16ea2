import { isDeepStrictEqual } from 'node:util';

/** Two that should be alike are not. */
export class Difference extends Error {
  constructor(what: string, one: unknown, other: unknown) {
    super(`${what}: ${JSON.stringify(one)} is not ${JSON.stringify(other)}`);
  }
}

/** @param one what XState does, or the reference @throws Difference unless both have the same content */
export function equal(what: string, one: unknown, other: unknown): void {
  if (!isDeepStrictEqual(one, other)) throw new Difference(what, one, other);
}
