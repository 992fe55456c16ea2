import type { ComparedValues } from '../../src/check/comparison.js';
import type { Configuration, ExploreResult, Sweep } from '../../src/index.js';
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

/** Every published figure beside the simulated one, and beside the one with nothing fitted. */
export function comparedTable(values: readonly ComparedValues[]): string {
  const shown = (figures: readonly number[], digits: number) =>
    figures.map((figure) => figure.toFixed(digits)).join(' / ');
  return table(
    ['Row', 'Published', 'Simulated', 'Error', 'Band', 'With nothing fitted'],
    values.map(({ row, fitted, error, unfitted }) => {
      const { published, isInPoints, unit, band } = row;
      const digits = unit === '%' || unit === 'ms' ? 1 : 0;
      const sign = error < 0 ? '' : '+';
      const mark = row.fitted.length > 0 ? ' *' : row.isInput ? ' =' : '';
      return [
        code(row.name),
        `${typeof published === 'number' ? published : published.join(' to ')} ${unit}`,
        shown(fitted, digits) + mark,
        isInPoints ? `${sign}${error.toFixed(1)} points` : `${sign}${(100 * error).toFixed(1)} %`,
        isInPoints ? `${band} points` : `${(100 * band).toFixed(0)} %`,
        shown(unfitted, digits),
      ];
    }),
  );
}
