import { createRequire } from 'node:module';
import type CliTable from 'cli-table3';
import { columnsOf, paragraph } from './wrap.js';

/** A table of texts. */
export interface TableRows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Titles of the columns that hold numbers: they are aligned to the right. */
  readonly numbers?: readonly string[];
  /** Columns of the cells, where texts in them are wrapped. */
  readonly widths?: readonly number[];
  /** Lines between the rows, too. */
  readonly isRuled?: boolean;
}

/**
 * A table for a person, without colours of its own: whoever fills it decides about them. Where a window is too narrow for it, each row is a
 * paragraph, since a terminal would break its lines in the middle of cells.
 *
 * @param width columns of the window; none where there is no window
 */
export function tableText(table: TableRows, width = Number.POSITIVE_INFINITY): string {
  const { head, rows, numbers = [], widths, isRuled = false } = table;
  // Loaded by the first table only: most commands draw none.
  const Table = createRequire(import.meta.url)('cli-table3') as typeof CliTable;
  const drawn = new Table({
    head: [...head],
    colAligns: head.map((title) => (numbers.includes(title) ? 'right' : 'left')),
    ...(widths === undefined ? {} : { colWidths: [...widths], wordWrap: true }),
    style: { head: [], border: [], compact: !isRuled },
  });
  drawn.push(...rows.map((row) => [...row]));
  const text = drawn.toString();
  const columns = Math.max(0, ...text.split('\n').map(columnsOf));
  return columns <= width ? text : rows.map((row) => rowText(head, row, width)).join('\n');
}

const INDENT = 4;

function rowText(head: readonly string[], row: readonly string[], width: number): string {
  const cells = row.flatMap((cell, column) => {
    const text = oneLine(cell);
    const title = oneLine(head[column] ?? '');
    return text === '' ? [] : [column === 0 || title === '' ? text : `${title} ${text}`];
  });
  return paragraph(cells.join('; '), width, INDENT);
}

function oneLine(text: string): string {
  return text.split('\n').join(' ');
}

/** A column of `columnsText`. */
export interface Column {
  readonly title: string;
  readonly isNumber?: boolean;
  /** Where there is no room for all columns, the one with the highest number goes first. Default: it stays. */
  readonly dispensable?: number;
}

/** Rows without lines around them, in as many of the columns as a window has room for. */
export function columnsText(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] {
  const widths = columns.map(({ title }, at) =>
    Math.max(title.length, ...rows.map((row) => columnsOf(row[at]!))),
  );
  const used = columns.map((_, at) => rows.some((row) => row[at] !== ''));
  let shown = columns.map((_, at) => at).filter((at) => used[at]);
  const total = () => shown.reduce((sum, at) => sum + widths[at]!, 2 * (shown.length - 1));
  while (total() > width) {
    const ranks = shown.map((at) => columns[at]!.dispensable ?? 0);
    const highest = Math.max(...ranks);
    if (highest === 0) break;
    shown = shown.filter((at) => columns[at]!.dispensable !== highest);
  }
  const line = (cells: readonly string[]) =>
    shown
      .map((at) => {
        const padding = ' '.repeat(widths[at]! - columnsOf(cells[at]!));
        return columns[at]!.isNumber ? `${padding}${cells[at]}` : `${cells[at]}${padding}`;
      })
      .join('  ')
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...rows.map(line)];
}
