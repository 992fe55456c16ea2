import type { UnseenThings } from '../property/unseen.js';
import { whole } from './numbers.js';

/** So many things of a kind are named; `--json` names all. */
const NAMED_MAX = 20;

/**
 * What is vacuous, and what is not applicable, with the reason, and what was never seen; a line each.
 *
 * @param where what was looked at, if that is not every state: `in this sample`
 */
export function unseenText({ vacuous, notApplicable = [], neverSeen }: UnseenThings, where = ''): string[] {
  return [
    ...listText(
      '  vacuous (--strict refuses it):',
      vacuous.map((each) => `${phrase(each)}: ${each.why}`),
    ),
    ...listText(
      '  not applicable here:',
      notApplicable.map((each) => `${phrase(each)}: ${each.why}`),
    ),
    ...listText(`  never seen${where === '' ? '' : ` ${where}`}:`, neverSeen.map(phrase)),
  ];
}

/** What of which property. */
export function phrase({
  property,
  what,
}: {
  readonly property?: string | undefined;
  readonly what: string;
}): string {
  return property === undefined ? what : `${property}: ${what}`;
}

function listText(heading: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const left = lines.length - NAMED_MAX;
  return [
    heading,
    ...lines.slice(0, NAMED_MAX).map((line) => `    ${line}`),
    ...(left > 0 ? [`    and ${whole(left)} more; --json names all`] : []),
  ];
}
