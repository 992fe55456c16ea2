import type { ComparedValues } from '../check/comparison.js';
import type { ComparedRow, Comparison } from '../check/system.js';
import { marginText } from './numbers.js';
import type { Palette } from './palette.js';
import { tableText } from './table.js';

const PERCENT = 100;
const HEAD = ['row', 'published', 'simulated', 'error', 'band', '', 'nothing fitted', 'error'];
const NUMBERS = ['published', 'simulated', 'error', 'band', 'nothing fitted'];

/** Every published row beside its simulated value, the fitted ones marked. */
export function comparisonText(
  { fits, rows: all }: Comparison,
  values: readonly ComparedValues[],
  colours: Palette,
  width?: number,
): string {
  const rows = values.map((each) => cells(each, colours));
  const outside = values.filter(({ isWithinBand }) => !isWithinBand);
  const simulated = values.length < all.length ? ` that were simulated, of ${all.length},` : '';
  return [
    tableText({ head: HEAD, rows, numbers: NUMBERS }, width),
    `* one of ${fits.length} fitted numbers is fitted to this row; = the row is an input of the model; all else is predicted.`,
    ...fits.map((fit) => `* ${fit}`),
    outside.length === 0
      ? `All ${values.length} rows${simulated} are within their bands.`
      : `${outside.length} of ${values.length} rows${simulated} are outside of their bands: ${outside.map(({ row }) => row.name).join(', ')}.`,
  ].join('\n');
}

/** The row that takes most of its band, with how much of it is left. */
export function nearestRow(values: readonly ComparedValues[]): string {
  const shares = values.map(({ row, error }) => Math.abs(error) / row.band);
  const at = shares.indexOf(Math.max(...shares));
  return at < 0 ? '' : `${values[at]!.row.name} ${marginText(1 - shares[at]!)}`;
}

export function comparisonJson({ fits }: Comparison, values: readonly ComparedValues[]) {
  return {
    rows: values.map(({ row, fitted, error, isWithinBand, unfitted, unfittedError }) => ({
      name: row.name,
      unit: row.unit,
      source: row.source,
      published: row.published,
      simulated: fitted,
      error,
      band: row.band,
      isInPoints: row.isInPoints,
      isWithinBand,
      fitted: row.fitted,
      isInput: row.isInput,
      nothingFitted: unfitted,
      nothingFittedError: unfittedError,
    })),
    fits,
  };
}

function cells(values: ComparedValues, colours: Palette): string[] {
  const { row, fitted, unfitted } = values;
  const { name, unit, published, band, isInPoints } = row;
  const range = typeof published === 'number' ? [published] : published;
  const error = errorText(row, values.error);
  return [
    name,
    `${valuesText(range)} ${unit}`,
    valuesText(fitted),
    values.isWithinBand ? error : colours.red(error),
    isInPoints ? `${band} points` : `${(band * PERCENT).toFixed(0)} %`,
    row.isInput ? '=' : '*'.repeat(row.fitted.length),
    valuesText(unfitted),
    errorText(row, values.unfittedError),
  ];
}

function errorText({ isInPoints }: ComparedRow, error: number): string {
  const shown = isInPoints ? error : error * PERCENT;
  return `${shown >= 0 ? '+' : ''}${shown.toFixed(1)}${isInPoints ? '' : ' %'}`;
}

function valuesText(values: readonly number[]): string {
  const text = (value: number) => (Math.abs(value) >= PERCENT ? value.toFixed(0) : value.toFixed(1));
  return values.map(text).join(' / ');
}
