import type { HardCaseCell, HardCaseRow, HardCaseTable } from '../check/hard-cases.js';
import type { Configuration } from '../network/parameters.js';
import { groupText } from './folded-properties.js';
import type { Palette } from './palette.js';
import { parametersText } from './subject.js';
import { columnsOf, wrapped } from './wrap.js';

type Status = HardCaseCell['status'];

/** A mark for each status, so that a column is as narrow as its number; what the claims of a configuration do not have is left empty. */
const MARKS: Readonly<Record<Status, { readonly mark: string; readonly means: string }>> = {
  met: { mark: '+', means: 'put to the test' },
  'partly met': { mark: '/', means: 'some of them put to the test' },
  vacuous: { mark: '0', means: 'vacuous' },
  'not applicable': { mark: '-', means: 'not applicable' },
  'not seen': { mark: '?', means: 'not seen so far' },
  none: { mark: '.', means: 'no hard case given' },
  absent: { mark: '', means: 'no such claim' },
};

/**
 * Which claims were put to the test in which configuration: a row for each claim, and a column for each configuration, numbered as in the list
 * above it; where a window has not room for all columns, several tables. Nothing where no claim says what puts it to the test.
 *
 * @param notable of each configuration the parameters that do not have their defaults
 * @param width columns of the window; none where there is no window
 */
export function hardCasesText(
  table: HardCaseTable,
  notable: readonly Configuration[],
  colours: Palette,
  width = Number.POSITIVE_INFINITY,
): string[] {
  const { claims } = table;
  if (claims.every(({ cells }) => cells.every(({ tested }) => tested === 0))) return [];
  const digits = String(notable.length).length;
  const line = (text: string, label = '') =>
    `    ${label}${wrapped(text.split(' '), width, INDENT + label.length)}`;
  return [
    '  hard cases of the claims in the configurations explored:',
    ...notable.map((parameters, at) =>
      line(parametersText(parameters) || 'defaults', `${String(at + 1).padStart(digits)}  `),
    ),
    ...blocks(notable.length, width, titleWidth(claims) + INDENT, digits + GAP).flatMap((columns) => [
      '',
      ...blockLines(claims, columns, digits, colours),
    ]),
    '',
    line(legend(claims)),
    ...hardCaseNotes(table).map((note) => line(note)),
  ];
}

/** What the marks of a table do not tell: how many of several claims were put to the test, and why others cannot be. */
function hardCaseNotes({ claims }: HardCaseTable): string[] {
  const inPart = claims.flatMap((row) => {
    const of = row.cells.flatMap(({ status, met, tested }, at) =>
      status === 'partly met' ? [`${met} of ${tested} in ${at + 1}`] : [],
    );
    return of.length === 0 ? [] : [`${titleOf(row)}: ${of.join(', ')}`];
  });
  const reasons = claims.flatMap((row) =>
    (row.reasons ?? []).map((reason) => `${titleOf(row)}: not applicable: ${reason}`),
  );
  return [...inPart, ...reasons];
}

/** The mark of a cell. */
const markOf = ({ status }: Pick<HardCaseCell, 'status'>): string => MARKS[status].mark;

/** The marks that a table has, and what they mean. */
function legend(claims: readonly Pick<HardCaseRow, 'cells'>[]): string {
  const used = new Set(claims.flatMap(({ cells }) => cells.map(({ status }) => status)));
  const entries = (Object.keys(MARKS) as Status[]).filter((status) => used.has(status));
  return entries.map((status) => `${MARKS[status].mark || 'empty'} ${MARKS[status].means}`).join('; ');
}

const titleOf = (row: Pick<HardCaseRow, 'claim' | 'things' | 'properties'>): string =>
  groupText({ ...row, members: row.properties as [string, ...string[]] });

const INDENT = 4;
const GAP = 1;

const titleWidth = (claims: readonly HardCaseRow[]): number =>
  Math.max('claim'.length, ...claims.map((row) => columnsOf(titleOf(row))));

/** The numbers of the columns of each table: as few tables as there is room for, of about the same size. */
function blocks(count: number, width: number, first: number, each: number): number[][] {
  const most = Math.max(1, Math.min(count, Math.floor((width - first) / each)));
  const size = Math.ceil(count / Math.ceil(count / most));
  const all = Array.from({ length: count }, (_, at) => at);
  return all.filter((at) => at % size === 0).map((start) => all.slice(start, start + size));
}

/** Claims that none of these configurations has are left out. */
function blockLines(
  claims: readonly HardCaseRow[],
  columns: readonly number[],
  digits: number,
  colours: Palette,
): string[] {
  const width = titleWidth(claims);
  const line = (title: string, cells: readonly string[]) =>
    `    ${title.padEnd(width)}${cells.map((cell) => ' '.repeat(GAP + digits - columnsOf(cell)) + cell).join('')}`.trimEnd();
  return [
    line(
      'claim',
      columns.map((at) => String(at + 1)),
    ),
    ...claims
      .filter(({ cells }) => columns.some((at) => cells[at]!.status !== 'absent'))
      .map((row) =>
        line(
          titleOf(row),
          columns.map((at) => {
            const cell = row.cells[at]!;
            return cell.status === 'vacuous' ? colours.yellow(markOf(cell)) : markOf(cell);
          }),
        ),
      ),
  ];
}
