import type { CheckRun } from '../check/result.js';
import { nearestBound } from './bounds-text.js';
import { nearestRow } from './comparison-text.js';
import { folded } from './folded-properties.js';
import { propertiesOf } from './network-properties.js';
import { counted, roundedSeconds, whole } from './numbers.js';
import { secondsOf } from './progress-text.js';
import { type Palette, verdictWords } from './palette.js';
import { tightest } from './properties-text.js';
import { type Column, columnsText } from './table.js';

const COLUMNS: readonly Column[] = [
  { title: 'checked' },
  { title: 'explored' },
  { title: 'states', isNumber: true, dispensable: 1 },
  { title: 'sample' },
  { title: 'canary' },
  { title: 'time', isNumber: true, dispensable: 2 },
  { title: 'tightest margin', dispensable: 3 },
];

/** A line for each network, suite and comparison, with all of its runs in it. */
export function subjectSummary(runs: readonly CheckRun[], colours: Palette, width: number): string[] {
  const names = [...new Set(runs.map(({ subject }) => subject.network))];
  const rows = names.map((name) => {
    const own = runs.filter(({ subject }) => subject.network === name);
    return [
      name,
      exploredText(own, colours),
      statesText(own),
      sampleText(own, colours),
      canaryText(own, colours),
      roundedSeconds(own.reduce((sum, run) => sum + secondsOf(run), 0)),
      marginOf(own),
    ];
  });
  return rows.length === 0 ? [] : columnsText(COLUMNS, rows, width);
}

/** `4 hold`, or how many do not. */
function exploredText(runs: readonly CheckRun[], colours: Palette): string {
  const verdicts = runs.flatMap((run) => (run.mode === 'exhaustive' ? [run.result.verdict] : []));
  if (verdicts.length === 0) return '';
  const count = (verdict: string) => verdicts.filter((each) => each === verdict).length;
  const of = (bad: number) => (verdicts.length === 1 ? '' : `${bad} of ${verdicts.length} `);
  const [violated, open] = [count('violated'), count('inconclusive')];
  if (violated > 0) return colours.red(`${of(violated)}violated`);
  if (open > 0) return colours.yellow(`${of(open)}inconclusive`);
  return colours.green(verdicts.length === 1 ? 'holds' : `${verdicts.length} hold`);
}

function statesText(runs: readonly CheckRun[]): string {
  const explored = runs.filter((run) => run.mode === 'exhaustive');
  return explored.length === 0 ? '' : whole(explored.reduce((sum, { result }) => sum + result.states, 0));
}

function sampleText(runs: readonly CheckRun[], colours: Palette): string {
  for (const run of runs) {
    if (run.mode === 'exhaustive' || run.mode === 'canary') continue;
    const { verdict } = run.result;
    return verdict === 'holds-in-sample' || verdict === 'holds'
      ? colours.green(`${sizeOf(run)} hold`)
      : verdictWords(verdict, colours);
  }
  return '';
}

function sizeOf(run: Exclude<CheckRun, { readonly mode: 'exhaustive' | 'canary' }>): string {
  switch (run.mode) {
    case 'random':
      return counted(run.result.runs, 'run');
    case 'bounds':
      return counted(run.result.bounds.length, 'claim');
    case 'comparison':
      return counted(run.values.length, 'row');
  }
}

function canaryText(runs: readonly CheckRun[], colours: Palette): string {
  const canary = runs.find((run) => run.mode === 'canary');
  return canary === undefined ? '' : verdictWords(canary.verdict, colours);
}

function marginOf(runs: readonly CheckRun[]): string {
  for (const run of runs) {
    if (run.mode === 'bounds') return nearestBound(run.result.bounds);
    if (run.mode === 'comparison') return nearestRow(run.values);
  }
  return tightest(folded(propertiesOf(runs)));
}
