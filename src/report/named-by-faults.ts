import type { Evidence } from '../check/evidence.js';
import type { NamedByFault } from '../check/named-by-faults.js';
import type { ExploreResult } from '../explore/explore-result.js';
import { type EvidenceLayout, evidenceTexts } from './evidence.js';
import { counted } from './numbers.js';
import { parametersText } from './subject.js';
import { paragraph, WIDTH_DEFAULT } from './wrap.js';

type Result = Pick<ExploreResult, 'properties' | 'inconclusive'>;

/** What `explore --json` tells of the properties that its faults name. */
export function namedJson(named: readonly NamedByFault[], { properties }: Result) {
  return named.map(({ fault, property, isThere }) => ({
    fault,
    property,
    verdict: isThere ? properties.find(({ name }) => name === property)?.verdict : 'not there',
  }));
}

/** Counterexamples, those first of what the faults name. */
export function namedFirst(named: readonly NamedByFault[], evidence: readonly Evidence[]): Evidence[] {
  const isNamed = (each: Evidence) => named.some(({ property }) => property === each.violation.property);
  return [...evidence.filter(isNamed), ...evidence.filter((each) => !isNamed(each))];
}

/**
 * The counterexamples of a network with faults, as paragraphs: those of what the faults name, and a line for each of what else was violated on the
 * way; all of them in full, where none is of what the faults name. And a sentence for each fault that does not show what it names.
 */
export function namedTexts(
  named: readonly NamedByFault[],
  evidence: readonly Evidence[],
  result: Result,
  isAll: boolean,
  layout: EvidenceLayout = {},
): string[] {
  const own = evidence.filter(({ violation }) =>
    named.some(({ property }) => property === violation.property),
  );
  const others = evidence.filter((each) => !own.includes(each));
  // What the same steps violate is told with them.
  const told = own.flatMap(({ explanation }) => explanation?.also.map(({ property }) => property) ?? []);
  const left = others.filter(({ violation }) => !told.includes(violation.property));
  const sentences = named.flatMap((each) => notShown(each, result));
  const isFull = isAll || own.length === 0;
  return [
    ...(sentences.length === 0 ? [] : [sentences.join('\n')]),
    ...evidenceTexts([...own, ...(isFull ? others : [])], layout),
    ...(isFull || left.length === 0 ? [] : [left.map((each) => lineOf(each, layout)).join('\n')]),
  ];
}

function lineOf(
  { violation: { property, steps }, traceFile }: Evidence,
  { width = WIDTH_DEFAULT }: EvidenceLayout,
): string {
  const file = traceFile === null ? '' : `; the trace is in ${traceFile}`;
  const line = `${property} is violated too, after ${counted(steps.length, 'step')}${file}`;
  return paragraph(line, Math.min(width, WIDTH_DEFAULT), 2);
}

/** Why a fault does not show what it names. */
function notShown(
  { fault, property, isThere, configuration, isOfThese }: NamedByFault,
  { properties, inconclusive }: Result,
): string[] {
  const verdict = properties.find(({ name }) => name === property)?.verdict;
  if (verdict === 'violated') return [];
  const known = parametersText(configuration) || 'the defaults';
  const shows = `it is known to show with ${known}.`;
  const names = `The fault ${fault} names ${property}, which`;
  const isWrong = `, though these are the parameters that it is to show with: ${known}.`;
  if (!isThere)
    return [`${names} the network does not have with these parameters${isOfThese ? isWrong : `; ${shows}`}`];
  if (verdict === 'holds') return [`${names} holds in this network${isOfThese ? isWrong : `; ${shows}`}`];
  return [
    inconclusive === undefined
      ? `${names} was not violated before the search ended (--all goes on); ${shows}`
      : `${names} is not violated in the states that were visited; ${shows}`,
  ];
}
