import type { Verdict } from '../index.js';

/** What the command line answers with. */
export const EXIT = {
  holds: 0,
  violated: 1,
  wrongInput: 2,
  inconclusive: 3,
  /** As `EX_SOFTWARE` of sysexits.h. */
  internalError: 70,
  /** As a shell reports a process that SIGINT ended. */
  interrupted: 130,
} as const;

/** @param isVacuous something of what was checked is vacuous, and that is asked to count as a violation: see `--strict` */
export function exitCodeOf(verdict: Verdict, isVacuous = false): number {
  if (isVacuous && verdict !== 'inconclusive') return EXIT.violated;
  switch (verdict) {
    case 'holds':
    case 'holds-in-sample':
      return EXIT.holds;
    case 'violated':
      return EXIT.violated;
    case 'inconclusive':
      return EXIT.inconclusive;
  }
}
