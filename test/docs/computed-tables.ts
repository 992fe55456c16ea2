import { type JudgedRow, SWEPT } from '../../properties/throughput/judgement-sweep.js';
import type { ComparedValues, Sensitivity } from '../../src/check/comparison.js';
import type { Configuration, ExploreResult, NetworkFamily, Sweep } from '../../src/index.js';
import { baselineText, judgedText, markOf } from '../../src/report/comparison-text.js';
import { parametersText } from '../../src/report/subject.js';
import { code, table } from './markdown.js';

/**
 * The table of a sweep with two axes of columns.
 *
 * @param explored gives the result of a complete exploration of a design
 */
export function designTable(
  { base, rows, columns: [first, second] }: Sweep,
  explored: (given: Configuration) => ExploreResult,
): string {
  const columns = first!.values.flatMap((one) =>
    second!.values.map((other) => ({
      head: `${one.label}, ${second!.title}: ${other.label}`,
      configuration: { ...one.configuration, ...other.configuration },
    })),
  );
  const cell = (given: Configuration) => {
    const { verdict, states, violations } = explored(given);
    if (verdict === 'holds') return `**safe** (${states.toLocaleString('en')} states)`;
    return `${code(violations[0]!.property)}, ${violations[0]!.steps.length} steps`;
  };
  return table(
    ['', ...columns.map(({ head }) => head)],
    rows.values.map(({ label, configuration }) => [
      label,
      ...columns.map((column) => cell({ ...base, ...configuration, ...column.configuration })),
    ]),
  );
}

/** A configuration that was explored to its end, and what it is there for. */
export interface ExploredConfiguration {
  readonly given: Configuration;
  readonly exercises: string;
  readonly result: Pick<ExploreResult, 'states' | 'properties'>;
}

/**
 * The configurations of a family that `check` explores, in their order: what is met in each that is in none before it, which is hard cases of claims, and
 * witnesses. Claims of several components stand once.
 */
export function configurationTable(
  { name }: NetworkFamily,
  explored: readonly ExploredConfiguration[],
): string {
  const seen = new Set<string>();
  return table(
    [`${name}: parameters`, 'States', 'Exercises', 'Met here first'],
    explored.map(({ given, exercises, result }) => {
      const met = [...new Set(result.properties.flatMap(shownIfMet))].filter((each) => !seen.has(each));
      for (const each of met) seen.add(each);
      return [
        parametersText(given) || 'defaults',
        result.states.toLocaleString('en'),
        exercises,
        met.length === 0 ? 'nothing more' : met.join(', '),
      ];
    }),
  );
}

/** A claim that was put to the test as code, a witness that occurred as words. */
function shownIfMet({ isWitness, name, verdict, hardCase }: ExploreResult['properties'][number]): string[] {
  if (isWitness === true) return verdict === 'holds' ? [`“${name}”`] : [];
  return hardCase === 'met' ? [code(name.replace(/ of .*$/u, ''))] : [];
}
const DIGITS: Readonly<Record<string, number>> = { '%': 1, ms: 1, 'GB/s': 1, 'GiB/s': 1, s: 1, x: 2 };

const shownFigures = (figures: readonly number[], unit: string): string =>
  figures.map((figure) => figure.toFixed(DIGITS[unit] ?? 0)).join(' / ');

const shownError = (error: number): string => `${error < 0 ? '' : '+'}${(100 * error).toFixed(1)} %`;

/** Every published figure beside the simulated one, the one with nothing fitted, and the baseline. */
export function comparedTable(values: readonly ComparedValues[]): string {
  const rows = table(
    ['Row', 'Published', 'Simulated', 'Error', 'Band', 'Nothing fitted', 'Baseline', 'Mode'],
    values.map(({ row, fitted, error, unfitted, baselineError }) => {
      const { name, published, unit, band, baseline, identity = '', mode = identity } = row;
      const baselineCell =
        baseline === undefined
          ? ''
          : `${shownFigures(baseline.values, unit)} (${shownError(baselineError!)}): ${baseline.meaning}`;
      return [
        code(name),
        `${typeof published === 'number' ? published : published.join(' to ')} ${unit}`,
        `${shownFigures(fitted, unit)} ${markOf(row)}`.trim(),
        shownError(error),
        `${(100 * band).toFixed(0)} %`,
        shownFigures(unfitted, unit),
        baselineCell,
        mode,
      ];
    }),
  );
  return [rows, ...baselineText(values), ...judgedText(values)].join('\n\n');
}

/** What becomes of rows at the ends of the plausible ranges of constants that have no source. */
export function judgementTable(judged: readonly JudgedRow[]): string {
  return table(
    [
      'Constant',
      'Taken',
      'Plausible',
      'Source',
      'Rows that change most, at the end where they do',
      'Leave their bands',
    ],
    Object.entries(SWEPT).map(([name, { value, range, meaning, source }]) => {
      const of = judged.filter(({ judgement }) => judgement === name);
      const shown = [...of].sort((one, other) => changeOf(other) - changeOf(one)).slice(0, 3);
      const left = [...new Set(of.filter(({ isWithinBand }) => !isWithinBand).map(({ row }) => row))];
      return [
        `${code(name)}: ${meaning}`,
        value.toLocaleString('en'),
        range.map((end) => end.toLocaleString('en')).join(' to '),
        source,
        shown.length === 0
          ? 'none'
          : shown
              .map(
                ({ row, at, values }) =>
                  `${code(row.name)} ${shownFigures(values, row.unit)} at ${at.toLocaleString('en')}`,
              )
              .join('; '),
        left.length === 0
          ? 'none'
          : left.map((row) => `${code(row.name)}${row.fitted.length > 0 ? ' \\*' : ''}`).join(', '),
      ];
    }),
  );
}

/** How far a row is from what it is with the constant as taken. */
const changeOf = ({ row, values }: JudgedRow): number =>
  Math.max(...row.simulate(true).map((usual, at) => Math.abs(values[at]! / usual - 1)));

const SENSITIVE_MIN = 0.01;

/** What a tenth more or less of each input does, where that is more than one percent. */
export function sensitivityTable(found: readonly Sensitivity[], inputs: readonly string[]): string {
  const size = ({ less, more }: Sensitivity) => Math.max(Math.abs(less), Math.abs(more));
  const change = (of: number) => `${of < 0 ? '' : '+'}${(100 * of).toFixed(1)}`;
  return table(
    ['Input', 'Rows: change in percent at 0.9 / 1.1 of it'],
    inputs.map((input) => {
      const rows = found
        .filter((each) => each.input === input && size(each) >= SENSITIVE_MIN)
        .sort((one, other) => size(other) - size(one));
      const text = rows.map((each) => `${code(each.row)} ${change(each.less)} / ${change(each.more)}`);
      return [code(input), rows.length === 0 ? 'none by 1 %' : text.join(', ')];
    }),
  );
}
