import type { ExploreResult } from '../explore/explore-result.js';
import type { ShownWitness } from '../check/exhaustive.js';
import { type EvidenceLayout, evidenceText } from './evidence.js';
import { traceJson } from './trace-json.js';

/** The way to a witness, or why there is none, as a paragraph of its own. */
export function witnessText(
  { property, evidence }: ShownWitness,
  { properties, inconclusive }: Pick<ExploreResult, 'properties' | 'inconclusive'>,
  layout: EvidenceLayout = {},
): string {
  if (evidence !== undefined) return evidenceText(evidence, layout);
  const verdict = properties.find(({ name }) => name === property)?.verdict;
  if (verdict === 'violated') return `${property} is never reached: no state of the network is its witness.`;
  return inconclusive === undefined
    ? `${property} was not reached before the search ended at the violation (--all goes on after it).`
    : `${property} was not reached before the search ended.`;
}

/** What `explore --json` tells of a witness. */
export function witnessJson({ property, evidence }: ShownWitness) {
  if (evidence === undefined) return { property, isReached: false };
  const { minimality, steps } = evidence.violation;
  const { explanation } = evidence;
  const told = explanation === undefined ? {} : { explanation };
  return { property, isReached: true, minimality, steps, ...traceJson(evidence), ...told };
}
