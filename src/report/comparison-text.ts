import { beatenBaselines, type ComparedValues, type Sensitivity } from '../check/comparison.js';
import { type ComparedRow, type Comparison, isPredicted } from '../check/system.js';
import { marginText } from './numbers.js';
import type { Palette } from './palette.js';
import { tableText } from './table.js';

const PERCENT = 100;
const HEAD = [
  'row',
  'published',
  'simulated',
  'error',
  'band',
  '',
  'nothing fitted',
  'error',
  'baseline',
  'error',
];
const NUMBERS = ['published', 'simulated', 'error', 'band', 'nothing fitted', 'baseline'];

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
    `* one of ${fits.length} fitted numbers is fitted to this row; = the row is an input of the model; # it follows from other rows, or is counted; ? it leaves its band within the plausible ranges of constants that have no source; all else is predicted.`,
    ...fits.map((fit) => `* ${fit}`),
    ...modesText(values),
    ...baselineText(values),
    ...judgedText(values),
    outside.length === 0
      ? `All ${values.length} rows${simulated} are within their bands.`
      : `${outside.length} of ${values.length} rows${simulated} are outside of their bands: ${outside.map(({ row }) => row.name).join(', ')}.`,
  ].join('\n');
}

/** Which rows were simulated in which mode. */
function modesText(values: readonly ComparedValues[]): string[] {
  const modes = new Map<string, string[]>();
  for (const { row } of values) {
    if (row.mode !== undefined) modes.set(row.mode, [...(modes.get(row.mode) ?? []), row.name]);
  }
  return [...modes].map(([mode, rows]) => `In the mode of ${mode}: ${rows.join(', ')}.`);
}

/**
 * How far the baseline is beaten: what a reader would say without a model.
 *
 * @testonly the document on throughput says it, too
 */
export function baselineText(values: readonly ComparedValues[]): string[] {
  const { comparable, beaten } = beatenBaselines(values);
  if (comparable.length === 0) return [];
  const others = comparable.filter((each) => !beaten.includes(each)).map(({ row }) => row.name);
  const tellNothing =
    others.length === 0 ? '' : ` The others do not tell the model from the baseline: ${others.join(', ')}.`;
  return [
    `Of ${comparable.length} predicted rows, ${beaten.length} are nearer to what was published than the baseline, which knows inputs and fitted rows and no model.${tellNothing}`,
  ];
}

/**
 * Which rows are not called predicted for what a constant without a source may be, and by which.
 *
 * @testonly the document on throughput says it, too
 */
export function judgedText(values: readonly ComparedValues[]): string[] {
  const told = values.flatMap(({ row }) =>
    markOf(row) === '?' ? [`${row.name} (${(row.judged ?? []).join(', ')})`] : [],
  );
  return told.length === 0
    ? []
    : [
        `Within their bands, but not called predicted, as they leave them within the plausible range of a constant that has no source: ${told.join(', ')}.`,
      ];
}

const SHOWN_MIN = 0.005;

/** What a tenth more or less of each input does: for each input, the rows that change by more than half a percent, the most first. */
export function sensitivityText(found: readonly Sensitivity[], width?: number): string {
  const inputs = [...new Set(found.map(({ input }) => input))];
  const change = (of: number) => `${of >= 0 ? '+' : ''}${(of * PERCENT).toFixed(1)}`;
  const size = ({ less, more }: Sensitivity) => Math.max(Math.abs(less), Math.abs(more));
  const rows = inputs.map((input) => {
    const changed = found
      .filter((each) => each.input === input && size(each) > SHOWN_MIN)
      .sort((one, other) => size(other) - size(one))
      .map((each) => `${each.row} ${change(each.less)} / ${change(each.more)}`);
    return [input, changed.length === 0 ? 'none by more than 0.5 %' : changed.join(', ')];
  });
  return tableText({ head: ['input', 'rows, in percent at 0.9 / 1.1 of it'], rows, numbers: [] }, width);
}

/** The row that takes most of its band, with how much of it is left. */
export function nearestRow(values: readonly ComparedValues[]): string {
  const shares = values.map(({ row, error }) => Math.abs(error) / row.band);
  const at = shares.indexOf(Math.max(...shares));
  return at < 0 ? '' : `${values[at]!.row.name} ${marginText(1 - shares[at]!)}`;
}

export function comparisonJson({ fits }: Comparison, values: readonly ComparedValues[]) {
  return {
    rows: values.map(({ row, fitted, error, isWithinBand, unfitted, unfittedError, baselineError }) => ({
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
      isPredicted: isPredicted(row),
      ...(row.mode === undefined ? {} : { mode: row.mode }),
      ...(row.judged === undefined ? {} : { judged: row.judged }),
      ...(row.identity === undefined ? {} : { identity: row.identity }),
      ...(row.baseline === undefined
        ? {}
        : { baseline: row.baseline.values, baselineMeaning: row.baseline.meaning, baselineError }),
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
    markOf(row),
    valuesText(unfitted),
    errorText(row, values.unfittedError),
    valuesText(row.baseline?.values ?? []),
    values.baselineError === undefined ? '' : errorText(row, values.baselineError),
  ];
}

/**
 * How a row is marked: `=` an input, `#` what follows from other rows, `*` fitted, `?` as good as constants that have no source.
 *
 * @testonly the document on throughput marks rows, too
 */
export function markOf({ isInput, fitted, identity, judged = [] }: ComparedRow): string {
  if (isInput) return '=';
  if (identity !== undefined) return '#';
  if (fitted.length > 0) return '*';
  return judged.length > 0 ? '?' : '';
}

function errorText({ isInPoints }: ComparedRow, error: number): string {
  const shown = isInPoints ? error : error * PERCENT;
  return `${shown >= 0 ? '+' : ''}${shown.toFixed(1)}${isInPoints ? '' : ' %'}`;
}

function valuesText(values: readonly number[]): string {
  const text = (value: number) => (Math.abs(value) >= PERCENT ? value.toFixed(0) : value.toFixed(1));
  return values.map(text).join(' / ');
}
