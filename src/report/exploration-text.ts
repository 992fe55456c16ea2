import type { ExploreResult } from '../explore/explore-result.js';
import { budgetText, growingText, leftText } from './budget-text.js';
import { coverageText } from './coverage-text.js';
import type { Evidence } from '../check/evidence.js';
import type { EvidenceLayout } from './evidence.js';
import { namedTexts } from './named-by-faults.js';
import type { NamedByFault } from '../check/named-by-faults.js';
import { counted, secondsText } from './numbers.js';
import { LEFT_OUT, progressSecondsText } from './progress-text.js';
import { type Palette, verdictWords } from './palette.js';
import { propertiesText, reportedProperties } from './properties-text.js';
import type { Subject } from '../check/subject.js';
import { subjectText } from './subject.js';
import { isComplete } from '../check/result.js';
import type { ShownWitness } from '../check/exhaustive.js';
import { paragraph, WIDTH_DEFAULT } from './wrap.js';
import { witnessText } from './witness-text.js';
import { reductionText } from './reduction-text.js';
import { tookPart } from '../check/took-part.js';
import { unseenText } from './unseen-text.js';

/** What was asked of an exploration, beside its network. */
export interface ExplorationAsked {
  readonly named?: readonly NamedByFault[];
  /** The search went on after violations, and all of them are told in full. */
  readonly isAll?: boolean;
  readonly layout?: EvidenceLayout;
}

/** What an exhaustive search found, for a person. */
export function explorationText(
  subject: Subject,
  result: ExploreResult,
  evidence: readonly Evidence[],
  colours: Palette,
  witnesses: readonly ShownWitness[] = [],
  { named = [], isAll = false, layout = {} }: ExplorationAsked = {},
): string {
  const { xstateCalls, bytesPerState, seconds, progress } = result;
  const width = Math.min(layout.width ?? WIDTH_DEFAULT, WIDTH_DEFAULT);
  const cost = `${secondsText(seconds)}${progressSecondsText(progress)}, ${bytesPerState.toFixed(1)} bytes a state; XState was asked ${counted(xstateCalls, 'time')}.`;
  return [
    `${subjectText(subject)}: ${verdictWords(result.verdict, colours)}${progress === 'left out' ? `, ${LEFT_OUT}` : ''}.`,
    paragraph(`${sizeText(result)} ${extentText(result)}`, width),
    ...openText(result),
    ...reductionText(result).map((sentence) => paragraph(sentence, width)),
    paragraph(cost, width),
    '',
    propertiesText(reportedProperties(result.properties, result.violations), colours, {
      width,
      // They are undecided since the search has ended, and are many: who reads a counterexample in brief looks for what is violated.
      isUndecidedCounted: isEndedByViolation(result) && layout.isFull !== true,
    }),
    // Of a search that ended at what it looked for, what it has not seen yet tells nothing.
    ...(isEndedByViolation(result)
      ? []
      : unseenText(result, result.inconclusive === undefined ? '' : 'so far')),
    ...coverageText(result.coverage, isEndedByViolation(result)),
    ...namedTexts(named, evidence, result, isAll, layout).flatMap((each) => ['', each]),
    ...witnesses.flatMap((each) => ['', witnessText(each, result, layout)]),
  ].join('\n');
}

function sizeText({ states, steps, depth, reduction }: ExploreResult): string {
  if (tookPart(reduction) !== undefined)
    return `${counted(states, 'state')} visited, ${counted(steps, 'step')} out of them;`;
  return `${counted(states, 'state')}, ${counted(steps, 'step')} between them, ${counted(depth, 'level')};`;
}

/** A search that ends at a violation leaves states unseen, by intent. */
function isEndedByViolation(result: ExploreResult): boolean {
  return result.inconclusive === undefined && !isComplete({ result });
}

function extentText(result: ExploreResult): string {
  if (result.inconclusive?.during !== undefined) return 'every state was visited.';
  if (result.inconclusive !== undefined) return 'not every state was visited.';
  if (tookPart(result.reduction) !== undefined && isComplete({ result }))
    return 'all were visited that the reduction does not leave out.';
  if (isEndedByViolation(result)) return 'the search ended at the violation (--all goes on after it).';
  // What all states have been seen for, and is open, is told by runs that never end.
  const isOpen =
    result.progress !== 'left out' && result.properties.some(({ verdict }) => verdict === 'inconclusive');
  if (isOpen)
    return 'every state was visited; of runs that never end not everything was judged (--all does).';
  return 'every state was visited.';
}

function openText({ inconclusive, states }: ExploreResult): string[] {
  if (inconclusive === undefined) return [];
  const { budget, growing } = inconclusive;
  return [budgetText(budget, leftText(inconclusive, states)), ...growingText(growing)];
}
