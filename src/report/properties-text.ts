import type { PropertyVerdict, Verdict } from '../property/verdict.js';
import { folded } from './folded-properties.js';
import { marginText } from './numbers.js';
import { type Palette, verdictWords } from './palette.js';
import { wrapped } from './wrap.js';

/** One property's outcome; `neverReached` for a witness that the whole state space does not have. */
export interface ReportedProperty extends PropertyVerdict {
  readonly neverReached?: boolean;
}

/** Columns of a line of names, unless a window says otherwise. */
const WIDTH = 110;
/** Of so many properties each is named: of more, who reads looks for what is violated. `--json` names all. */
const NAMED_MAX = 200;

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

/** How a list of properties is laid out. */
interface PropertiesLayout {
  /** Columns of the window. */
  readonly width?: number;
  /** Properties that hold and differ in an index only are one: `operator-order (46 streams)`. Default: where there are very many. */
  readonly isFolded?: boolean;
  /** What is undecided is counted, not named. */
  readonly isUndecidedCounted?: boolean;
}

/** Properties by verdict, a line for each verdict that occurs, what is worst first. */
export function propertiesText(
  properties: readonly ReportedProperty[],
  colours: Palette,
  {
    width: columns = WIDTH,
    isFolded = properties.length > NAMED_MAX,
    isUndecidedCounted = false,
  }: PropertiesLayout = {},
): string {
  const groups = GROUPS.map((verdict) => {
    const all = properties.filter((each) => groupOf(each) === verdict);
    const isGood = verdict === 'holds' || verdict === 'holds-in-sample';
    if (isUndecidedCounted && verdict === 'inconclusive' && all.length > 1)
      return { verdict, names: [`${all.length} others`] };
    return { verdict, names: (isFolded && isGood ? folded(all) : all).map(propertyText) };
  }).filter(({ names }) => names.length > 0);
  const words = ({ verdict }: (typeof groups)[number]) =>
    verdict === 'holds-in-sample' ? 'holds in the sample' : verdict;
  const width = Math.max(0, ...groups.map((group) => words(group).length));
  return groups
    .map((group) => {
      const { verdict, names } = group;
      const padding = ' '.repeat(width - words(group).length);
      const coloured = verdict === 'never reached' ? colours.red(verdict) : verdictWords(verdict, colours);
      return `  ${coloured}${padding}  ${wrapped(listed(names), columns, width + 4)}`;
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

function listed(names: readonly string[]): string[] {
  return names.map((name, index) => (index === names.length - 1 ? name : `${name},`));
}
