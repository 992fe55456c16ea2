import type { Verdict } from '../property/verdict.js';
import { budgetText, frontierText, growingText } from './budget-text.js';
import { boundsRemarks, boundsTable } from './bounds-text.js';
import type { CheckResult, CheckRun, NetworkRun } from '../check/result.js';
import { comparisonText } from './comparison-text.js';
import { coverageText } from './coverage-text.js';
import { evidenceText } from './evidence.js';
import { counted } from './numbers.js';
import { type Palette, verdictWords } from './palette.js';
import { propertiesText, type ReportedProperty, reportedProperties } from './properties-text.js';
import { sampleText } from './sample-text.js';
import { parametersText, subjectText } from './subject.js';
import { summaryTable } from './summary-table.js';
import { unseenText } from './unseen-text.js';
import { seedText } from './walk-text.js';

/** What `check` found, for a person: the summary, each network's properties, each counterexample, and the verdict. */
export function checkText(outcome: CheckResult, colours: Palette): string {
  const { runs, seed, networks } = outcome;
  return [
    summaryTable(runs, colours),
    'Parameters that are not named have their defaults; in random runs they are drawn. See cloudmatrix-check list.',
    ...networks.flatMap(({ network, unseen, coverage }) => [
      '',
      colours.bold(network),
      propertiesText(propertiesOf(runs.filter(({ subject }) => subject.network === network)), colours),
      ...unseenText(unseen),
      ...coverageText(coverage),
      ...samplesOf(network, runs),
    ]),
    ...runs.flatMap((run) =>
      run.mode === 'bounds'
        ? [
            '',
            colours.bold(run.subject.network),
            boundsTable(run.result.bounds, colours),
            ...boundsRemarks(run.result),
          ]
        : [],
    ),
    ...runs.flatMap((run) =>
      run.mode === 'comparison'
        ? ['', colours.bold(run.subject.network), comparisonText(run.comparison, run.values, colours)]
        : [],
    ),
    ...counterexamples(runs),
    ...remarks(outcome),
    '',
    seedText(seed, 'runs'),
    verdictText(outcome, colours),
  ].join('\n');
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

/**
 * One verdict a property: a violation wherever it was found; else what the exhaustive runs say, since a sample adds
 * nothing to them; else what the sample says. The margin is the smallest of all.
 */
function propertiesOf(runs: readonly CheckRun[]): ReportedProperty[] {
  const byName = new Map<string, ReportedProperty>();
  for (const run of runs) {
    if (!isNetworkRun(run)) continue;
    const { properties } = run.result;
    const isExhaustive = run.mode === 'exhaustive';
    for (const each of isExhaustive ? reportedProperties(properties, run.result.violations) : properties) {
      const before = byName.get(each.name);
      byName.set(each.name, before === undefined ? each : joined(before, each, run.mode));
    }
  }
  return [...byName.values()];
}

function joined(
  before: ReportedProperty,
  now: ReportedProperty,
  mode: 'exhaustive' | 'random',
): ReportedProperty {
  const weight: Readonly<Record<Verdict, number>> =
    mode === 'exhaustive'
      ? { violated: 3, inconclusive: 2, 'holds-in-sample': 1, holds: 0 }
      : { violated: 3, inconclusive: 0, 'holds-in-sample': 0, holds: 0 };
  const worse = weight[now.verdict] > weight[before.verdict] ? now : before;
  const margins = [before.margin, now.margin].filter((margin) => margin !== undefined);
  return { ...worse, ...(margins.length === 0 ? {} : { margin: Math.min(...margins) }) };
}

/** Each violated property once a network: the shortest counterexample in full, of the others only where they are. */
function counterexamples(runs: readonly CheckRun[]): string[] {
  const found = runs.flatMap((run) =>
    !isNetworkRun(run)
      ? []
      : run.evidence.map((evidence) => ({
          evidence,
          property: evidence.violation.property,
          key: JSON.stringify([run.subject.network, evidence.violation.property]),
          subject: { ...run.subject, parameters: evidence.parameters },
        })),
  );
  return [...new Set(found.map(({ key }) => key))].flatMap((key) => {
    const [shortest, ...others] = found
      .filter((each) => each.key === key)
      // What the random runs find, made small, is often the very same counterexample.
      .filter(
        (each, index, group) =>
          index === group.findIndex((other) => other.evidence.rendered === each.evidence.rendered),
      )
      .toSorted((one, other) => one.evidence.violation.steps.length - other.evidence.violation.steps.length);
    return [
      '',
      `${subjectText(shortest!.subject)}\n${evidenceText(shortest!.evidence)}`,
      ...others.map(
        ({ property, subject, evidence }) =>
          `${property} is violated in ${subjectText(subject)} too${evidence.traceFile === null ? '' : `; the trace is in ${evidence.traceFile}`}`,
      ),
    ];
  });
}

/** Sentences on what the summary alone does not explain. */
function remarks({ runs, left }: CheckResult): string[] {
  const sentences = missedCanaries(runs).map(
    ({ subject, property }) =>
      `The canary was missed: ${subjectText(subject)} must violate '${property}', and it was not found to. ` +
      'A check that cannot fail proves nothing: repair the property or the fault before relying on the rest.',
  );
  for (const run of runs) {
    const subject = subjectText(run.subject);
    if (run.mode === 'random') {
      const { inconclusive, verdict } = run.result;
      if (inconclusive !== undefined && inconclusive.budget !== 'interrupted') {
        sentences.push(
          `${subject}: ${budgetText(inconclusive.budget, `${counted(inconclusive.frontier, 'run')} left`)}`,
        );
      } else if (inconclusive === undefined && verdict === 'inconclusive') {
        sentences.push(
          `${subject}: a witness was not met in the sample; raise --runs, or explore the network.`,
        );
      }
    } else if ('inconclusive' in run.result && run.result.inconclusive !== undefined) {
      const { budget, frontier, growing } = run.result.inconclusive;
      const left = frontierText(frontier, run.result.states);
      sentences.push([`${subject}: ${budgetText(budget, left)}`, ...growingText(growing)].join('\n'));
    }
  }
  if (left > 0) sentences.push(budgetText('interrupted', `${counted(left, 'run')} left`));
  return sentences.flatMap((sentence) => ['', sentence]);
}

function verdictText(outcome: CheckResult, colours: Palette): string {
  const count = (mode: CheckRun['mode']) => outcome.runs.filter((run) => run.mode === mode).length;
  const canaries = count('canary');
  const suites = count('bounds');
  const done = [
    counted(count('exhaustive'), 'exploration'),
    counted(count('random'), 'campaign'),
    ...(suites === 0 ? [] : [`${counted(suites, 'suite')} of bounds`]),
    ...(count('comparison') === 0 ? [] : ['the table of published rows']),
    `${canaries} ${canaries === 1 ? 'canary' : 'canaries'}`,
  ];
  return `${verdictWords(outcome.verdict, colours)}: ${done.join(', ')}.`;
}

const isNetworkRun = (run: CheckRun): run is NetworkRun => run.mode === 'exhaustive' || run.mode === 'random';

/** The canaries whose fault was not found. */
function missedCanaries(runs: readonly CheckRun[]) {
  return runs.filter((run) => run.mode === 'canary').filter(({ verdict }) => verdict === 'MISSED');
}
