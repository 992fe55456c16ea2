import type { PropertyVerdict, Verdict } from '../property/verdict.js';
import { marginText } from './numbers.js';
import { type Palette, verdictWords } from './palette.js';

/** One property's outcome; `neverReached` for a witness that the whole state space does not have. */
export interface ReportedProperty extends PropertyVerdict {
  readonly neverReached?: boolean;
}

/** Columns of a line of names. */
const WIDTH = 110;

const GROUPS: readonly (Verdict | 'never reached')[] = [
  'violated',
  'never reached',
  'inconclusive',
  'holds-in-sample',
  'holds',
];

/** A witness that does not exist is violated without a counterexample: there is no way to what is not there. */
export function reportedProperties(
  properties: readonly PropertyVerdict[],
  violations: readonly { readonly property: string }[],
): ReportedProperty[] {
  return properties.map((each) =>
    each.verdict === 'violated' && !violations.some(({ property }) => property === each.name)
      ? { ...each, neverReached: true }
      : each,
  );
}

/** Properties by verdict, a line for each verdict that occurs, what is worst first. */
export function propertiesText(properties: readonly ReportedProperty[], colours: Palette): string {
  const groups = GROUPS.map((verdict) => ({
    verdict,
    names: properties.filter((each) => groupOf(each) === verdict).map(propertyText),
  })).filter(({ names }) => names.length > 0);
  const words = ({ verdict }: (typeof groups)[number]) =>
    verdict === 'holds-in-sample' ? 'holds in the sample' : verdict;
  const width = Math.max(0, ...groups.map((group) => words(group).length));
  return groups
    .map((group) => {
      const { verdict, names } = group;
      const padding = ' '.repeat(width - words(group).length);
      const coloured = verdict === 'never reached' ? colours.red(verdict) : verdictWords(verdict, colours);
      return `  ${coloured}${padding}  ${wrapped(names, width + 4)}`;
    })
    .join('\n');
}

/** The property that came nearest to being violated, of those that have a margin. */
export function tightest(properties: readonly PropertyVerdict[]): string {
  let nearest: PropertyVerdict | undefined;
  for (const each of properties) {
    if (each.margin !== undefined && (nearest?.margin === undefined || each.margin < nearest.margin))
      nearest = each;
  }
  return nearest?.margin === undefined ? '' : `${nearest.name} ${marginText(nearest.margin)}`;
}

function groupOf({ verdict, neverReached }: ReportedProperty): Verdict | 'never reached' {
  return neverReached ? 'never reached' : verdict;
}

function propertyText({ name, margin }: ReportedProperty): string {
  return margin === undefined ? name : `${name} (smallest margin ${marginText(margin)})`;
}

/** Names on as many lines as they need, all of which begin at the same column. */
function wrapped(names: readonly string[], column: number): string {
  const lines: string[] = [];
  let line = '';
  for (const [index, name] of names.entries()) {
    const item = index === names.length - 1 ? name : `${name},`;
    if (line !== '' && column + line.length + 1 + item.length > WIDTH) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? item : ` ${item}`;
  }
  return [...lines, line].join(`\n${' '.repeat(column)}`);
}
