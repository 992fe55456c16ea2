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
  expect(hardCasesText(table(['a', [cell('none'), cell('absent')]]), [{}, {}], PLAIN)).toEqual([]);
});

it('numbers the configurations, and marks the cells', () => {
  const rows = table(
    ['order', [cell('vacuous', 0, 1), cell('partly met', 2, 3)]],
    ['limits', [cell('absent'), cell('met', 2)]],
    ['others', [cell('none'), cell('not seen', 0, 1)]],
  );
  expect(hardCasesText(rows, [{}, { dies: 3, tokens: 1 }], PLAIN).join('\n')).toBe(
    `\
  hard cases of the claims in the configurations explored:
    1  defaults
    2  dies 3, tokens 1

    claim           1 2
    order (2 dies)  0 /
    limits (2 dies)   +
    others (2 dies) . ?

    + put to the test; / some of them put to the test; 0 vacuous; ? not seen so far; . no hard case given; empty no such claim
    order (2 dies): 2 of 3 in 2`,
  );
});

it('tells why a claim is not applicable', () => {
  const { claims, configurations } = table(['told', [cell('not applicable'), cell('met', 1)]]);
  const reasons = ['of two, nobody is left'];
  const text = hardCasesText({ configurations, claims: [{ ...claims[0]!, reasons }] }, [{}, {}], PLAIN);
  expect(text.slice(-5)).toEqual([
    '    claim         1 2',
    '    told (2 dies) - +',
    '',
    '    + put to the test; - not applicable',
    '    told (2 dies): not applicable: of two, nobody is left',
  ]);
});

it.each([
  [200, 1],
  [100, 2],
  [80, 2],
  [40, 12],
])('has no line that is wider than a window of %d columns, in %d tables', (width, tables) => {
  const cells = Array.from({ length: 24 }, (_, at) => cell(at % 5 === 0 ? 'vacuous' : 'met', 1));
  const columns = Array.from({ length: 24 }, (_, at) => ({ dies: at + 2, dispatchTransfer: 'pull' }));
  const rows = table(['a-claim-with-a-name', cells], ['copies-arrive-once', cells]);
  const lines = hardCasesText({ ...rows, configurations: columns }, columns, PLAIN, width)
    .join('\n')
    .split('\n');
  // The heading is a sentence, which is wrapped by nobody.
  expect(Math.max(...lines.slice(1).map(({ length }) => length))).toBeLessThanOrEqual(width);
  expect(lines.filter((line) => line.startsWith('    claim'))).toHaveLength(tables);
  const numbers = lines.flatMap((line) => (/^ {4}claim(.*)/.exec(line)?.[1] ?? '').match(/\d+/g) ?? []);
  expect(numbers.map(Number)).toEqual(columns.map((_, at) => at + 1));
});
