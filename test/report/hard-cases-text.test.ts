// Goal: claims and configurations read as a table. Method: tables by hand.

import { expect, it } from 'vitest';
import type { HardCaseCell, HardCaseTable } from '../../src/check/hard-cases.js';
import { hardCasesText } from '../../src/report/hard-cases-text.js';
import { PLAIN } from '../../src/report/palette.js';

const cell = (status: HardCaseCell['status'], met = 0, tested = met): HardCaseCell => ({
  status,
  met,
  tested,
});
const table = (...rows: readonly (readonly [string, readonly HardCaseCell[]])[]): HardCaseTable => ({
  configurations: [{ dies: 2 }, { dies: 3 }],
  claims: rows.map(([claim, cells]) => ({ claim, things: 'dies', properties: [claim, 'other'], cells })),
});

it('is nothing where no claim has a hard case', () => {
  expect(hardCasesText(table(), [], PLAIN)).toEqual([]);
  expect(hardCasesText(table(['a', [cell('none'), cell('not applicable')]]), [{}, {}], PLAIN)).toEqual([]);
});

it('numbers the configurations', () => {
  const rows = table(
    ['order', [cell('vacuous', 0, 1), cell('partly met', 2, 3)]],
    ['limits', [cell('not applicable'), cell('met', 2)]],
    ['others', [cell('none'), cell('not seen', 0, 1)]],
  );
  expect(hardCasesText(rows, [{}, { dies: 3, tokens: 1 }], PLAIN).join('\n')).toBe(
    `  hard cases of the claims in the configurations explored (no entry: it does not have the claim):
    1  defaults
    2  dies 3, tokens 1
┌─────────────────┬─────────┬──────────┐
│ claim           │ 1       │ 2        │
├─────────────────┼─────────┼──────────┤
│ order (2 dies)  │ vacuous │ 2 of 3   │
│ limits (2 dies) │         │ met      │
│ others (2 dies) │ none    │ not seen │
└─────────────────┴─────────┴──────────┘`,
  );
});
