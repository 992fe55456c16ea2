import { catalogue } from '../../properties/catalogue.js';
import { compareRows, configurationOf, explore } from '../../src/index.js';
import { code, table } from './markdown.js';

/** The table of buffer designs, each explored completely. */
export function bufferDesigns(): string {
  const dispatchCombine = catalogue.families.find(({ name }) => name === 'dispatch-combine')!;
  const buffers = dispatchCombine.sweeps!.buffers!;
  const [inFlight, idle] = buffers.columns;
  const columns = inFlight!.values.flatMap((one) =>
    idle!.values.map((other) => ({
      head: `${one.label}, dies without tokens: ${other.label}`,
      configuration: { ...one.configuration, ...other.configuration },
    })),
  );
  const cell = (given: object) => {
    const configuration = configurationOf(dispatchCombine, { ...buffers.base, ...given });
    const { verdict, states, violations } = explore(dispatchCombine.build(configuration, new Set()));
    if (verdict === 'holds') return `**safe** (${states.toLocaleString('en')} states)`;
    return `${code(violations[0]!.property)}, ${violations[0]!.steps.length} steps`;
  };
  return table(
    ['', ...columns.map(({ head }) => head)],
    buffers.rows.values.map(({ label, configuration }) => [
      label,
      ...columns.map((column) => cell({ ...configuration, ...column.configuration })),
    ]),
  );
}

/** The claims of a suite: what each says, and the ratio of its tightest known input, which its tests assert. */
export function suiteClaims(suite: string): string {
  const found = catalogue.suites!.find(({ name }) => name === suite)!;
  const bounds = found.build(configurationOf(found, {}), new Set());
  const hasTight = bounds.some(({ tight = [] }) => tight.length > 0);
  return table(
    ['Claim', 'About', 'Says', ...(hasTight ? ['Tightest known input: error / bound'] : [])],
    bounds.map(({ name, title, formula, kind, tight = [] }) => {
      const ratios = tight.map((input) => `${input.title}: ${input.ratio}`).join('; ');
      return [code(name), title, formula, ...(hasTight ? [kind === 'law' ? 'a law: exact' : ratios] : [])];
    }),
  );
}

/** Every published figure beside the simulated one, and beside the one with nothing fitted. */
export async function publishedRows(): Promise<string> {
  const { verdict, values } = await compareRows(catalogue.comparison!, {});
  if (verdict === 'violated') throw new Error('A simulated figure is outside of its band.');
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

/** The numbers that are fitted. */
export function fittedNumbers(): string {
  return catalogue.comparison!.fits.map((fit) => `- ${fit}`).join('\n');
}
