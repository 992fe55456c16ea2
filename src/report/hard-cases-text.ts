import type { HardCaseCell, HardCaseTable } from '../check/hard-cases.js';
import type { Configuration } from '../network/parameters.js';
import { groupText } from './folded-properties.js';
import type { Palette } from './palette.js';
import { parametersText } from './subject.js';
import { tableText } from './table.js';

/**
 * Which claims were put to the test in which configuration: a row for each claim, and a column for each configuration, numbered as in the list
 * above it. Nothing where no claim says what puts it to the test.
 *
 * @param notable of each configuration the parameters that do not have their defaults
 */
export function hardCasesText(
  { claims }: HardCaseTable,
  notable: readonly Configuration[],
  colours: Palette,
  width?: number,
): string[] {
  if (claims.every(({ cells }) => cells.every(({ tested }) => tested === 0))) return [];
  const columns = notable.map((_, index) => String(index + 1));
  return [
    '  hard cases of the claims in the configurations explored (no entry: it does not have the claim):',
    ...notable.map((parameters, index) => `    ${index + 1}  ${parametersText(parameters) || 'defaults'}`),
    tableText(
      {
        head: ['claim', ...columns],
        rows: claims.map((row) => [
          groupText({ ...row, members: row.properties as [string, ...string[]] }),
          ...row.cells.map((cell) => cellText(cell, colours)),
        ]),
      },
      width,
    ),
  ];
}

function cellText({ status, met, tested }: HardCaseCell, colours: Palette): string {
  switch (status) {
    case 'partly met':
      return `${met} of ${tested}`;
    case 'vacuous':
      return colours.yellow(status);
    case 'not applicable':
      return '';
    default:
      return status;
  }
}
