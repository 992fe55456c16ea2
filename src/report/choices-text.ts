import type { ChoicesResult } from '../campaign/choices.js';
import type { Subject } from '../check/subject.js';
import { counted, percent, whole } from './numbers.js';
import { subjectText } from './subject.js';
import { tableText } from './table.js';
import { seedText } from './walk-text.js';

/** So many transitions are told with their ways; `--json` has all. */
const TOLD_MAX = 10;

/** What ways of choosing steps have seen, beside each other, for a person. */
export function choicesText(subject: Subject, result: ChoicesResult, width?: number): string {
  const { choices, enumerated, hardCases, seed } = result;
  const share = (seen: number, all: number | undefined) =>
    all === undefined || all === 0 ? whole(seen) : `${whole(seen)} (${percent(seen / all)})`;
  const rows = choices.flatMap(({ choice, points }) =>
    points.map((point) => [
      choice,
      whole(point.steps),
      share(point.pairs, enumerated?.pairs),
      `${point.hardCases} of ${enumerated?.hardCases ?? hardCases}`,
    ]),
  );
  const numbers = ['steps', 'pairs', 'hard cases'];
  return [
    `${subjectText(subject)}: what is seen by equal numbers of steps.`,
    enumerated === undefined
      ? 'The state space could not be explored completely: how much there is to be seen is not known.'
      : `All of it: ${counted(enumerated.states, 'state')}, ${counted(enumerated.pairs, 'pair')}.`,
    'A pair is what a component does, together with the local state of one that it exchanges messages with.',
    seedText(seed, 'walks'),
    '',
    tableText({ head: ['choice', ...numbers], rows, numbers }, width),
    ...(enumerated === undefined ? [] : unseenText(enumerated.unseen)),
  ].join('\n');
}

function unseenText(unseen: NonNullable<ChoicesResult['enumerated']>['unseen']): string[] {
  if (unseen.length === 0) return ['Guided walks have taken every transition of a chart that is ever taken.'];
  const left = unseen.length - TOLD_MAX;
  return [
    'Transitions that guided walks have not taken, each with the shortest way:',
    ...unseen
      .slice(0, TOLD_MAX)
      .flatMap(({ machine, transition, steps }) => [
        `  ${machine}: ${transition}`,
        ...steps.map((step, index) => `    ${index + 1}. ${step}`),
      ]),
    ...(left > 0 ? [`  and ${whole(left)} more; --json has all`] : []),
  ];
}

/** The object that `walk --compare --json` prints. */
export function choicesJson({ network, parameters, faults }: Subject, result: ChoicesResult) {
  return { network, parameters, faults, ...result };
}
