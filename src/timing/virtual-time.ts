import { CheckError } from '../network/errors.js';

/** Whether a number is a time, or a delay. */
export const isNs = (ns: number): boolean => Number.isSafeInteger(ns) && ns >= 0;

/** @param what begins the sentence, up to the number */
export function notNs(what: string): CheckError {
  return new CheckError(`${what}. In virtual time that is a whole number of nanoseconds, of at least 0.`);
}

/** A timer would fire when nanoseconds are no longer told apart. */
export const tooLate = (component: string, dueNs: number): CheckError =>
  new CheckError(
    `A timer of component '${component}' would fire at ${dueNs} ns, and virtual time ends at ${Number.MAX_SAFE_INTEGER} ns, which are 104 days. Give shorter delays, or untilNs.`,
  );

/** A network takes more than so many steps at one time. */
export function goesRound(network: string, nowNs: number, steps: number): CheckError {
  return new CheckError(
    `The network '${network}' takes more than ${steps} steps at ${nowNs} ns of virtual time: it goes round without time passing. ` +
      'Give one of the timers in the round a delay above 0.',
  );
}
