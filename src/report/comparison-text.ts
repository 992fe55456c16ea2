import Table from 'cli-table3';
import { type ComparedRow, type Comparison, isWithinBand, rowError } from '../check/system.js';
import { marginText } from './numbers.js';
import type { Palette } from './palette.js';

/** A row with its values: with the fitted numbers, and with none. */
export interface ComparedValues {
  readonly row: ComparedRow;
  readonly fitted: readonly number[];
  readonly unfitted: readonly number[];
}

const PERCENT = 100;
const HEAD = ['row', 'published', 'simulated', 'error', 'band', '', 'nothing fitted', 'error'];

/** Every published row beside its simulated value, the fitted ones marked. */
export function comparisonText(
  { fits }: Comparison,
  values: readonly ComparedValues[],
  colours: Palette,
): string {
  const table = new Table({
    head: HEAD,
    colAligns: HEAD.map((_, column) => (column === 0 || column === 5 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  table.push(...values.map((each) => cells(each, colours)));
  const outside = values.filter(({ row, fitted }) => !isWithinBand(row, fitted));
  return [
    table.toString(),
    `* one of ${fits.length} fitted numbers is fitted to this row; = the row is an input of the model; all else is predicted.`,
    ...fits.map((fit) => `* ${fit}`),
    outside.length === 0
      ? `All ${values.length} rows are within their bands.`
      : `${outside.length} of ${values.length} rows are outside of their bands: ${outside.map(({ row }) => row.name).join(', ')}.`,
  ].join('\n');
}

/** The row that takes most of its band, with how much of it is left. */
export function nearestRow(values: readonly ComparedValues[]): string {
  const shares = values.map(({ row, fitted }) => Math.abs(rowError(row, fitted)) / row.band);
  const at = shares.indexOf(Math.max(...shares));
  return at < 0 ? '' : `${values[at]!.row.name} ${marginText(1 - shares[at]!)}`;
}

export function comparisonJson({ fits }: Comparison, values: readonly ComparedValues[]) {
  return {
    rows: values.map(({ row, fitted, unfitted }) => ({
      name: row.name,
      unit: row.unit,
      source: row.source,
      published: row.published,
      simulated: fitted,
      error: rowError(row, fitted),
      band: row.band,
      isInPoints: row.isInPoints,
      isWithinBand: isWithinBand(row, fitted),
      fitted: row.fitted,
      isInput: row.isInput,
      nothingFitted: unfitted,
      nothingFittedError: rowError(row, unfitted),
    })),
    fits,
  };
}

function cells({ row, fitted, unfitted }: ComparedValues, colours: Palette): string[] {
  const { name, unit, published, band, isInPoints } = row;
  const range = typeof published === 'number' ? [published] : published;
  const error = errorText(row, fitted);
  return [
    name,
    `${valuesText(range)} ${unit}`,
    valuesText(fitted),
    isWithinBand(row, fitted) ? error : colours.red(error),
    isInPoints ? `${band} points` : `${(band * PERCENT).toFixed(0)} %`,
    row.isInput ? '=' : '*'.repeat(row.fitted.length),
    valuesText(unfitted),
    errorText(row, unfitted),
  ];
}

function errorText(row: ComparedRow, values: readonly number[]): string {
  const error = rowError(row, values);
  const shown = row.isInPoints ? error : error * PERCENT;
  return `${shown >= 0 ? '+' : ''}${shown.toFixed(1)}${row.isInPoints ? '' : ' %'}`;
}

function valuesText(values: readonly number[]): string {
  const text = (value: number) => (Math.abs(value) >= PERCENT ? value.toFixed(0) : value.toFixed(1));
  return values.map(text).join(' / ');
}
