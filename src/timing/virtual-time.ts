import { CheckError } from '../network/errors.js';

/** @param what begins the sentence, up to the number. @throws CheckError for what is no time */
export function checkNs(ns: number, what: () => string): void {
  if (Number.isSafeInteger(ns) && ns >= 0) return;
  throw new CheckError(`${what()}. In virtual time that is a whole number of nanoseconds, of at least 0.`);
}
