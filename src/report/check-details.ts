import type { CheckResult, CheckRun } from '../check/result.js';
import type { Configuration } from '../network/parameters.js';
import { boundsRemarks, boundsTable } from './bounds-text.js';
import { counterexamples, remarks, verdictText } from './check-findings.js';
import { comparisonText } from './comparison-text.js';
import { coverageText } from './coverage-text.js';
import type { EvidenceLayout } from './evidence.js';
import { hardCasesText } from './hard-cases-text.js';
import { propertiesOf } from './network-properties.js';
import type { Palette } from './palette.js';
import { propertiesText } from './properties-text.js';
import { sampleText } from './sample-text.js';
import { parametersText } from './subject.js';
import { summaryTable } from './summary-table.js';
import { unseenText } from './unseen-text.js';
import { seedText } from './walk-text.js';

/**
 * All that `check` found, for a person: each run, each network's properties and coverage, each claim about numbers, each counterexample, and the
 * verdict.
 *
 * @param width columns of the window, if there is one
 */
export function checkDetails(
  result: CheckResult,
  colours: Palette,
  width?: number,
  evidenceLayout: EvidenceLayout = {},
): string {
  const { runs, seed, networks } = result;
  const layout = { ...(width === undefined ? {} : { width }), isFolded: true };
  return [
    summaryTable(runs, colours, width),
    'Parameters that are not named have their defaults; in random runs they are drawn. See cloudmatrix-check list.',
    ...networks.flatMap(({ network, unseen, hardCases, coverage }) => [
      '',
      colours.bold(network),
      propertiesText(
        propertiesOf(runs.filter(({ subject }) => subject.network === network)),
        colours,
        layout,
      ),
      ...unseenText(unseen),
      ...hardCasesText(hardCases, exploredOf(network, runs), colours, width),
      ...coverageText(coverage),
      ...samplesOf(network, runs),
    ]),
    ...runs.flatMap((run) =>
      run.mode === 'bounds'
        ? [
            '',
            colours.bold(run.subject.network),
            boundsTable(run.result.bounds, colours, width),
            ...boundsRemarks(run.result),
          ]
        : [],
    ),
    ...runs.flatMap((run) =>
      run.mode === 'comparison'
        ? ['', colours.bold(run.subject.network), comparisonText(run.comparison, run.values, colours, width)]
        : [],
    ),
    ...counterexamples(runs, evidenceLayout),
    ...remarks(result),
    '',
    seedText(seed, 'runs'),
    verdictText(result, colours),
  ].join('\n');
}

/** Of each configuration of a network that was explored, the parameters that do not have their defaults. */
function exploredOf(network: string, runs: readonly CheckRun[]): Configuration[] {
  return runs
    .filter(({ mode, subject }) => mode === 'exhaustive' && subject.network === network)
    .map(({ notable }) => notable);
}

/** What the random runs of a network saw of the state spaces that were explored completely, each named as in the summary. */
function samplesOf(network: string, runs: readonly CheckRun[]): string[] {
  const own = runs.filter(({ subject }) => subject.network === network);
  const explored = own.filter(({ mode }) => mode === 'exhaustive');
  return own
    .flatMap((run) => (run.mode === 'random' ? run.result.sampled : []))
    .map((space) => {
      const parameters = parametersText(space.configuration);
      const same = explored.find(({ subject }) => parametersText(subject.parameters) === parameters);
      return sampleText(same?.notable ?? space.configuration, space);
    });
}
