import { nearestBound } from './bounds-text.js';
import type { CheckRun } from '../check/result.js';
import { nearestRow } from './comparison-text.js';
import { counted, secondsText, whole } from './numbers.js';
import { secondsOf } from './progress-text.js';
import { type Palette, verdictWords } from './palette.js';
import { tightest } from './properties-text.js';
import { parametersText } from './subject.js';
import { tableText } from './table.js';

const HEAD = [
  'network',
  'parameters',
  'mode',
  'verdict',
  'states',
  'steps',
  'depth',
  'seconds',
  'tightest margin',
];
/** Columns that hold numbers are aligned to the right. */
const NUMBERS = ['states', 'steps', 'depth', 'seconds'];

/** Everything that `check` did, a row each. */
export function summaryTable(runs: readonly CheckRun[], colours: Palette, width?: number): string {
  return tableText({ head: HEAD, rows: runs.map((run) => cells(run, colours)), numbers: NUMBERS }, width);
}

function cells(run: CheckRun, colours: Palette): string[] {
  const { network, parameters } = run.subject;
  const named = Object.keys(parameters).length === 0 ? '' : parametersText(run.notable) || 'defaults';
  const [mode, verdict] = modeAndVerdict(run, colours);
  return [network, named, mode, verdict, ...sizes(run), secondsText(secondsOf(run)), margin(run)];
}

/** States, steps and depth, as far as the run has them. */
function sizes(run: CheckRun): string[] {
  switch (run.mode) {
    case 'random':
      return ['', whole(run.result.steps), ''];
    case 'bounds':
    case 'comparison':
      return ['', '', ''];
    default: {
      const { states, steps, depth } = run.result;
      return [states, steps, depth].map((size) => (size === undefined ? '' : whole(size)));
    }
  }
}

function margin(run: CheckRun): string {
  switch (run.mode) {
    case 'canary':
      return '';
    case 'bounds':
      return nearestBound(run.result.bounds);
    case 'comparison':
      return nearestRow(run.values);
    default:
      return tightest(run.result.properties);
  }
}

function modeAndVerdict(run: CheckRun, colours: Palette): [mode: string, verdict: string] {
  switch (run.mode) {
    case 'exhaustive':
      return ['exhaustive', verdictWords(run.result.verdict, colours)];
    case 'random':
      return [
        `random, ${counted(run.result.configurations, 'configuration')}`,
        verdictWords(run.result.verdict, colours),
      ];
    case 'bounds':
      return [`bounds, ${counted(run.inputs, 'input')} each`, verdictWords(run.result.verdict, colours)];
    case 'comparison':
      return [
        `comparison, ${counted(run.values.length, 'published row')}`,
        verdictWords(run.result.verdict, colours),
      ];
    case 'canary':
      return [
        `canary: fault ${run.subject.faults.join(', ')} must be caught`,
        verdictWords(run.verdict, colours),
      ];
  }
}
