import type { SwarmFault, SwarmResult } from '../campaign/swarm.js';
import { budgetText } from './budget-text.js';
import { counted, secondsText, whole } from './numbers.js';
import { type Palette, verdictWords } from './palette.js';
import type { Subject } from '../check/subject.js';
import { subjectText } from './subject.js';
import { tableText } from './table.js';
import { seedText } from './walk-text.js';

const HEAD = [
  'fault',
  'must violate',
  '',
  'runs',
  'violated',
  'its property',
  'fewest steps',
  'other properties',
];
const NUMBERS = ['runs', 'violated', 'its property', 'fewest steps'];

/** What became of each fault of a swarm, for a person. `runsMax` is how many runs were asked for. */
export function swarmText(
  subject: Subject,
  result: SwarmResult,
  runsMax: number,
  colours: Palette,
  width?: number,
): string {
  const { runs, steps, seconds, seed, faults, inconclusive } = result;
  const rows = faults.map((fault) => cells(fault, colours));
  return [
    `${subjectText({ ...subject, faults: [] })}: ${counted(runs, 'run')} with random faults, ${counted(steps, 'step')}. ${secondsText(seconds)}.`,
    ...(inconclusive === undefined
      ? []
      : [budgetText(inconclusive.budget, `${counted(runsMax - runs, 'run')} left`)]),
    seedText(seed, 'runs'),
    '',
    tableText({ head: HEAD, rows, numbers: NUMBERS }, width),
    ...conclusion(faults, inconclusive !== undefined),
  ].join('\n');
}

/** The object that `campaign --swarm --json` prints. */
export function swarmJson(subject: Subject, result: SwarmResult, runsMax: number) {
  const { verdict, seed, runs, steps, seconds, inconclusive } = result;
  return {
    network: subject.network,
    parameters: subject.parameters,
    verdict,
    seed,
    runs,
    steps,
    seconds,
    faults: result.faults.map(({ example, ...fault }) => ({
      ...fault,
      ...(example === undefined
        ? {}
        : {
            example: {
              parameters: example.configuration,
              faults: example.faults,
              steps: example.violation.steps,
            },
          }),
    })),
    ...(inconclusive === undefined ? {} : { inconclusive: { ...inconclusive, frontier: runsMax - runs } }),
  };
}

function cells(fault: SwarmFault, colours: Palette): string[] {
  const { property, runs, violated, violations, example } = fault;
  const own = violations.find((each) => each.property === property);
  const others = violations.filter((each) => each !== own);
  return [
    fault.fault,
    property,
    verdictWords(fault.verdict === 'missed' ? 'MISSED' : fault.verdict, colours),
    whole(runs),
    whole(violated),
    whole(own?.runs ?? 0),
    example === undefined ? '' : whole(example.violation.steps.length),
    others.map((each) => `${each.property} ${whole(each.runs)}`).join(', '),
  ];
}

function conclusion(faults: readonly SwarmFault[], endedEarly: boolean): string[] {
  const named = (verdict: SwarmFault['verdict']) =>
    faults
      .filter((each) => each.verdict === verdict)
      .map(({ fault }) => fault)
      .join(', ');
  const [missed, open] = [named('missed'), named('inconclusive')];
  return [
    ...(missed === '' ? [] : [`Never caught by the property that must catch it: ${missed}.`]),
    ...(open === '' || endedEarly
      ? []
      : [`In no run: ${open}. Raise --runs, or leave out parameters at which it cannot show.`]),
    ...(missed === '' && open === '' ? ['Every fault was caught by its property.'] : []),
  ];
}
