import { type ComparedRow, isWithinBand } from '../../src/check/system.js';
import { JITTER, JUDGEMENTS } from '../../src/cloudmatrix/paper/judgements.js';
import type { Changes } from './changes.js';

/** What becomes of a row at an end of the plausible range of a constant that has no source, everything else being as it is. */
export interface JudgedRow {
  readonly judgement: keyof typeof SWEPT;
  readonly at: number;
  readonly row: ComparedRow;
  readonly values: readonly number[];
  readonly isWithinBand: boolean;
}

/**
 * All that is swept: constants of the calibration, and the jitter of the runs that have some.
 *
 * @testonly the document on throughput tells of them
 */
export const SWEPT = { ...JUDGEMENTS, jitterPercent: JITTER } as const;

const NAMES = Object.keys(SWEPT) as (keyof typeof SWEPT)[];

/** All rows that are not inputs, at both ends of the range of each constant; those that stay as they are left out. */
export function judgementSweep(
  rows: readonly ComparedRow[],
  rowsWith: (changes: Changes) => readonly ComparedRow[],
): JudgedRow[] {
  return NAMES.flatMap((judgement) =>
    SWEPT[judgement].range.flatMap((at) => {
      if (at === SWEPT[judgement].value) return [];
      const changed = rowsWith(
        judgement === 'jitterPercent' ? { jitterPercent: at } : { calibration: { [judgement]: at } },
      );
      return rows.flatMap((row, index): JudgedRow[] => {
        if (row.isInput) return [];
        const values = changed[index]!.simulate(true);
        const usual = row.simulate(true);
        if (values.every((value, each) => value === usual[each])) return [];
        return [{ judgement, at, row, values, isWithinBand: isWithinBand(row, values) }];
      });
    }),
  );
}
