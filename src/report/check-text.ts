import type { CheckResult, CheckRun } from '../check/result.js';
import { boundsRemarks } from './bounds-text.js';
import { counterexamples, remarks, verdictText } from './check-findings.js';
import { isNetworkRun, propertiesOf } from './network-properties.js';
import type { Palette } from './palette.js';
import { propertiesText } from './properties-text.js';
import { subjectSummary } from './subject-summary.js';
import { unseenText } from './unseen-text.js';
import { seedText } from './walk-text.js';
import { paragraph } from './wrap.js';

/** Lines of a summary that tells the properties that hold, too. */
const LINES_MAX = 25;

/**
 * What `check` found, for a person: a row for each network and suite, all that is not as it should be in full, and the verdict.
 *
 * @param width columns of the window
 * @param isFull see `EvidenceLayout`
 */
export function checkText(result: CheckResult, colours: Palette, width: number, isFull = false): string {
  const { runs, seed, networks } = result;
  const of = (network: string) => runs.filter(({ subject }) => subject.network === network);
  const properties = (network: string) => [
    '',
    colours.bold(network),
    propertiesText(propertiesOf(of(network)), colours, { width, isFolded: true }),
  ];
  const end = [
    ...suiteRemarks(runs, colours),
    ...counterexamples(runs, { width, isFull, colours }),
    ...remarks(result, width),
    '',
    paragraph('More of it: --verbose, and --json.', width),
    seedText(seed, 'runs'),
    paragraph(verdictText(result, colours), width),
  ];
  const summary = subjectSummary(runs, colours, width);
  const told = (isAll: boolean) =>
    networks.flatMap(({ network, unseen: { vacuous } }) => {
      const isGood = of(network).every((run) => !isNetworkRun(run) || holds(run)) && vacuous.length === 0;
      return isGood && !isAll ? [] : [...properties(network), ...unseenText({ vacuous, neverSeen: [] })];
    });
  const all = [...summary, ...told(true), ...end].join('\n');
  return all.split('\n').length <= LINES_MAX ? all : [...summary, ...told(false), ...end].join('\n');
}

function holds({ result: { verdict } }: Extract<CheckRun, { readonly mode: 'exhaustive' | 'random' }>) {
  return verdict === 'holds' || verdict === 'holds-in-sample';
}

/** What suites and comparisons found wrong. */
function suiteRemarks(runs: readonly CheckRun[], colours: Palette): string[] {
  return runs.flatMap((run) => {
    if (run.mode === 'bounds') {
      const told = boundsRemarks(run.result);
      return told.length === 0 ? [] : ['', colours.bold(run.subject.network), ...told];
    }
    if (run.mode !== 'comparison') return [];
    const outside = run.values.filter(({ isWithinBand }) => !isWithinBand).map(({ row }) => row.name);
    return outside.length === 0
      ? []
      : [
          '',
          colours.bold(run.subject.network),
          `  outside of their bands: ${outside.join(', ')}; 'npx cloudmatrix-check simulate table' shows all rows`,
        ];
  });
}
