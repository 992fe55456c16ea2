import type { CheckResult, CheckRun } from '../check/result.js';
import { budgetText, growingText, leftText } from './budget-text.js';
import type { Evidence } from '../check/evidence.js';
import { byTrace } from '../check/same-trace.js';
import type { Subject } from '../check/subject.js';
import { type EvidenceLayout, evidenceTexts } from './evidence.js';
import { isNetworkRun } from './network-properties.js';
import { counted } from './numbers.js';
import { LEFT_OUT } from './progress-text.js';
import { type Palette, verdictWords } from './palette.js';
import { reductionRemarks } from './reduction-text.js';
import { subjectText } from './subject.js';
import { paragraph } from './wrap.js';
import { unmetText } from './unmet-text.js';

/** Each violated property once a network: the shortest counterexample in full, of the others only where they are. */
export function counterexamples(runs: readonly CheckRun[], layout: EvidenceLayout): string[] {
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
  const ofProperties = [...new Set(found.map(({ key }) => key))].map((key) => {
    const [shortest, ...others] = found
      .filter((each) => each.key === key)
      // What the random runs find, made small, is often the very same counterexample.
      .filter(
        (each, index, group) =>
          index === group.findIndex((other) => other.evidence.rendered === each.evidence.rendered),
      )
      .toSorted((one, other) => one.evidence.violation.steps.length - other.evidence.violation.steps.length);
    return { ...shortest!, others };
  });
  // What the same steps violate is told with them once.
  const subjects = new Set(ofProperties.map(({ subject }) => subjectText(subject)));
  return [...subjects].flatMap((subject) => {
    const own = ofProperties.filter((each) => subjectText(each.subject) === subject);
    return byTrace(own.map(({ evidence }) => evidence)).flatMap((group) => [
      '',
      subject,
      ...evidenceTexts(group, layout),
      ...own
        .filter(({ evidence }) => group.includes(evidence))
        .flatMap(({ others }) => others.map(elsewhereText)),
    ]);
  });
}

interface Found {
  readonly property: string;
  readonly subject: Subject;
  readonly evidence: Evidence;
}

function elsewhereText({ property, subject, evidence: { traceFile } }: Found): string {
  const file = traceFile === null ? '' : `; the trace is in ${traceFile}`;
  return `${property} is violated in ${subjectText(subject)} too${file}`;
}

/** Sentences on what the summary alone does not explain. */
export function remarks({ runs, left, undone, isTimeOver }: CheckResult, width?: number): string[] {
  const sentences = missedCanaries(runs).map(
    ({ subject, property }) =>
      `The canary was missed: ${subjectText(subject)} must violate '${property}', and it was not found to. ` +
      'A check that cannot fail proves nothing: repair the property or the fault before relying on the rest.',
  );
  for (const run of runs) {
    const subject = subjectText(run.subject);
    if (run.mode === 'comparison') {
      const { inconclusive } = run.result;
      if (inconclusive !== undefined && inconclusive.budget !== 'interrupted') {
        sentences.push(
          `${subject}: ${budgetText(inconclusive.budget, `${counted(inconclusive.left, 'row')} left`)}`,
        );
      }
    } else if (run.mode === 'random') {
      const { inconclusive, verdict } = run.result;
      if (inconclusive !== undefined && inconclusive.budget !== 'interrupted') {
        sentences.push(
          `${subject}: ${budgetText(inconclusive.budget, `${counted(inconclusive.frontier, 'run')} left`)}`,
        );
      } else if (inconclusive === undefined && verdict === 'inconclusive') {
        sentences.push(`${subject}: ${unmetText(run.result.properties, '--runs')}`);
      }
    } else if (
      run.mode !== 'bounds' &&
      'inconclusive' in run.result &&
      run.result.inconclusive !== undefined
    ) {
      const { budget, growing } = run.result.inconclusive;
      const left = leftText(run.result.inconclusive, run.result.states);
      sentences.push([`${subject}: ${budgetText(budget, left)}`, ...growingText(growing)].join('\n'));
    }
  }
  sentences.push(...reductionRemarks(runs.flatMap((run) => (run.mode === 'exhaustive' ? [run.result] : []))));
  if (isTimeOver) sentences.push(timeOverText(undone));
  else if (left > 0) sentences.push(budgetText('interrupted', `${counted(left, 'run')} left`));
  const laidOut = (sentence: string) => (width === undefined ? sentence : paragraph(sentence, width));
  return sentences.flatMap((sentence) => ['', laidOut(sentence)]);
}

/** What there was no time for. */
function timeOverText(undone: CheckResult['undone']): string {
  const names = undone.map(({ mode, subject, notable }) =>
    subjectText({ ...subject, network: `${mode} ${subject.network}`, parameters: notable }),
  );
  return `The total of seconds was over, with ${counted(undone.length, 'run')} left: ${names.join('; ')}. Raise --total-seconds.`;
}

/** The verdict on everything, with what was done for it. */
export function verdictText(outcome: CheckResult, colours: Palette): string {
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
  const isLeftOut = outcome.runs.some(
    (run) => run.mode === 'exhaustive' && run.result.progress === 'left out',
  );
  const left = isLeftOut ? `, ${LEFT_OUT}` : '';
  return `${verdictWords(outcome.verdict, colours)}${left}: ${done.join(', ')}.`;
}

/** The canaries whose fault was not found. */
function missedCanaries(runs: readonly CheckRun[]) {
  return runs.filter((run) => run.mode === 'canary').filter(({ verdict }) => verdict === 'MISSED');
}
