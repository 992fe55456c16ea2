import type { ExploreResult } from '../explore/breadth-first.js';
import { budgetText, frontierText, growingText } from './budget-text.js';
import { coverageText } from './coverage-text.js';
import type { Evidence } from '../check/evidence.js';
import { evidenceText } from './evidence.js';
import { counted, secondsText } from './numbers.js';
import { type Palette, verdictWords } from './palette.js';
import { propertiesText, reportedProperties } from './properties-text.js';
import type { Subject } from '../check/subject.js';
import { subjectText } from './subject.js';
import type { ShownWitness } from '../check/exhaustive.js';
import { witnessText } from './witness-text.js';
import { unseenText } from './unseen-text.js';

/** What an exhaustive search found, for a person. */
export function explorationText(
  subject: Subject,
  result: ExploreResult,
  evidence: readonly Evidence[],
  colours: Palette,
  witnesses: readonly ShownWitness[] = [],
): string {
  const { xstateCalls, bytesPerState, seconds } = result;
  const cost = `${secondsText(seconds)}, ${bytesPerState.toFixed(1)} bytes a state; XState was asked ${counted(xstateCalls, 'time')}.`;
  return [
    `${subjectText(subject)}: ${verdictWords(result.verdict, colours)}.`,
    `${sizeText(result)} ${extentText(result)}`,
    ...openText(result),
    cost,
    '',
    propertiesText(reportedProperties(result.properties, result.violations), colours),
    ...unseenText(
      result,
      result.properties.some(({ verdict }) => verdict === 'inconclusive') ? 'so far' : '',
    ),
    ...coverageText(result.coverage, result.violations.length > 0),
    ...evidence.flatMap((each) => ['', evidenceText(each)]),
    ...witnesses.flatMap((each) => ['', witnessText(each, result)]),
  ].join('\n');
}

function sizeText({ states, steps, depth }: ExploreResult): string {
  return `${counted(states, 'state')}, ${counted(steps, 'step')} between them, ${counted(depth, 'level')};`;
}

function extentText({ inconclusive, properties }: ExploreResult): string {
  if (inconclusive !== undefined) return 'not every state was visited.';
  // A search that ends at its first violation leaves other properties open, by intent.
  return properties.some(({ verdict }) => verdict === 'inconclusive')
    ? 'the search ended at the violation (--all goes on after it).'
    : 'every state was visited.';
}

function openText({ inconclusive, states }: ExploreResult): string[] {
  if (inconclusive === undefined) return [];
  const { budget, frontier, growing } = inconclusive;
  return [budgetText(budget, frontierText(frontier, states)), ...growingText(growing)];
}
