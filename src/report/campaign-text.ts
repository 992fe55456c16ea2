import type { CampaignResult } from '../campaign/campaign.js';
import { budgetText } from './budget-text.js';
import { coverageText } from './coverage-text.js';
import type { Evidence } from '../check/evidence.js';
import { type EvidenceLayout, evidenceText } from './evidence.js';
import { counted, secondsText } from './numbers.js';
import { ENDS_ONLY } from './progress-text.js';
import { type Palette, verdictWords } from './palette.js';
import { propertiesText } from './properties-text.js';
import type { Subject } from '../check/subject.js';
import { parametersText, subjectText } from './subject.js';
import { seedText } from './walk-text.js';
import { unmetText } from './unmet-text.js';

/**
 * What a campaign over random configurations found, for a person. `runsMax` is how many runs were asked for; `isEndless`: networks of the family
 * claim something of runs that never end.
 */
export function campaignText(
  subject: Subject,
  result: CampaignResult,
  runsMax: number,
  evidence: readonly Evidence[],
  colours: Palette,
  isEndless = false,
  layout: EvidenceLayout = {},
): string {
  const { runs, steps, configurations, seconds, seed, properties, inconclusive, shrunk } = result;
  return [
    `${subjectText(subject)}, random configurations: ${verdictWords(result.verdict, colours)}.`,
    `${counted(runs, 'run')} of ${counted(configurations, 'configuration')}, ${counted(steps, 'step')}. ${secondsText(seconds)}.`,
    ...(inconclusive === undefined
      ? unmetLines(result)
      : [budgetText(inconclusive.budget, `${counted(runsMax - runs, 'run')} left`)]),
    seedText(seed, 'runs'),
    ...(isEndless ? [ENDS_ONLY] : []),
    '',
    propertiesText(properties, colours),
    ...coverageText(result.coverage, result.violation !== undefined),
    ...evidence.flatMap((each) => ['', shrunkText(each, shrunk), evidenceText(each, layout)]),
  ].join('\n');
}

function shrunkText({ violation, parameters }: Evidence, shrunk: CampaignResult['shrunk']): string {
  const values = parametersText(parameters);
  const smallest = values === '' ? '' : ` The smallest parameters that show it: ${values}.`;
  return `Found after ${counted(shrunk?.from ?? violation.steps.length, 'step')}, made ${counted(violation.steps.length, 'step')} long.${smallest}`;
}

function unmetLines({ verdict, properties }: CampaignResult): string[] {
  if (verdict !== 'inconclusive') return [];
  const text = unmetText(properties, '--runs');
  return [`${text[0]!.toUpperCase()}${text.slice(1)}`];
}
