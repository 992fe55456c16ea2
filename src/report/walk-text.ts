import type { WalkResult } from '../explore/random-walk.js';
import { budgetText, growingText } from './budget-text.js';
import { coverageText } from './coverage-text.js';
import type { Evidence } from '../check/evidence.js';
import { type EvidenceLayout, evidenceText } from './evidence.js';
import { counted, secondsText } from './numbers.js';
import { ENDS_ONLY } from './progress-text.js';
import { type Palette, verdictWords } from './palette.js';
import { propertiesText } from './properties-text.js';
import type { Subject } from '../check/subject.js';
import { subjectText } from './subject.js';
import { unseenText } from './unseen-text.js';
import { unmetText } from './unmet-text.js';

/**
 * What random walks saw, for a person.
 *
 * @param isEndless the network claims something of runs that never end
 */
export function walkText(
  subject: Subject,
  result: WalkResult,
  evidence: readonly Evidence[],
  colours: Palette,
  isEndless = false,
  layout: EvidenceLayout = {},
): string {
  const { walks, steps, states, ended, seconds, seed, inconclusive, properties } = result;
  return [
    `${subjectText(subject)}: ${verdictWords(result.verdict, colours)}.`,
    `${counted(walks, 'walk')}, ${counted(steps, 'step')}, ${counted(states, 'different state')}; ${counted(ended, 'walk')} came to an end of the network. ${secondsText(seconds)}.`,
    ...(inconclusive === undefined
      ? unmetLines(result)
      : [
          budgetText(inconclusive.budget, `${counted(inconclusive.frontier, 'walk')} left`),
          ...growingText(inconclusive.growing),
        ]),
    seedText(seed, 'walks'),
    ...(isEndless ? [ENDS_ONLY] : []),
    '',
    propertiesText(properties, colours),
    // Walks end at a violation, which may have come before anything else.
    ...(result.violations.length > 0 ? [] : unseenText(result, 'in this sample')),
    ...coverageText(result.coverage, result.violations.length > 0),
    ...evidence.flatMap((each) => ['', evidenceText(each, layout)]),
  ].join('\n');
}

/** Said on success and failure: without the seed neither can be seen again. */
export function seedText(seed: number, what: 'walks' | 'runs' | 'inputs'): string {
  return `seed ${seed}; the same seed gives the same ${what}`;
}

function unmetLines({ verdict, properties }: WalkResult): string[] {
  if (verdict !== 'inconclusive') return [];
  const text = unmetText(properties, '--walks or --steps-max');
  return [`${text[0]!.toUpperCase()}${text.slice(1)}`];
}
