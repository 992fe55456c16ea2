import type { ChartCoverage, Coverage } from '../interpreter/chart/coverage.js';
import { counted } from './numbers.js';

/** So many transitions that were never taken are named; `--json` names all. */
const NAMED_MAX = 20;

/**
 * How much of the charts was exercised, and the transitions that were never taken; of a search that ended at a violation, which may
 * have come to nothing else yet, they are not named.
 */
export function coverageText({ machines, monitors }: Coverage, endedEarly = false): string[] {
  const totals = [...totalsText('charts', machines), ...totalsText('monitors', monitors)];
  if (endedEarly) return totals;
  const untaken = [
    ...machines.flatMap(untakenOf),
    ...monitors.flatMap((chart) => untakenOf(chart).map((text) => `monitor ${text}`)),
  ];
  const left = untaken.length - NAMED_MAX;
  return [
    ...totals,
    ...(untaken.length === 0 ? [] : ['  never taken:']),
    ...untaken.slice(0, NAMED_MAX).map((text) => `    ${text}`),
    ...(left > 0 ? [`    and ${counted(left, 'more transition')}; --json names all`] : []),
  ];
}

const KINDS = { states: 'states', transitions: 'transitions', guards: 'guard outcomes' } as const;

/** `charts: 41 of 41 states`, and so on for what the charts have; nothing, where they have nothing. */
function totalsText(what: string, charts: readonly ChartCoverage[]): string[] {
  const totals = (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap((kind) => {
    const visited = charts.reduce((sum, chart) => sum + chart[kind].visited.length, 0);
    const unvisited = charts.reduce((sum, chart) => sum + chart[kind].unvisited.length, 0);
    return visited + unvisited === 0 ? [] : [`${visited} of ${visited + unvisited} ${KINDS[kind]}`];
  });
  return totals.length === 0 ? [] : [`  ${what}: ${totals.join(', ')}`];
}

function untakenOf({ machine, transitions }: ChartCoverage): string[] {
  return transitions.unvisited.map((transition) => `${machine}: ${transition}`);
}
