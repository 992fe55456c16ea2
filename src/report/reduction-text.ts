import type { ExploreResult } from '../explore/explore-result.js';
import { tookPart } from '../check/took-part.js';
import { counted, whole } from './numbers.js';

/** What a reduction did, in sentences; none where nobody wanted one. */
export function reductionText(
  result: Pick<ExploreResult, 'reduction' | 'progress' | 'inconclusive'>,
): string[] {
  const { reduction, inconclusive } = result;
  if (reduction === undefined) return [];
  if ('left' in reduction) {
    const what =
      inconclusive === undefined
        ? 'All states were searched, without a reduction'
        : 'Steps taken alone did not help';
    return [`${what}: ${reduction.left}.`];
  }
  const { full, alone, choices, after } = reduction;
  const which = inconclusive === undefined ? 'all states were visited' : 'it left out no state';
  const what = leavesOut(reduction)
    ? `A reduction took part: out of ${counted(alone, 'state')} one step was taken alone, out of ${whole(choices)} only what one component may choose, out of ${whole(full)} every step. There are more states than were visited, of which the same holds; parts of charts may count as used that only what was taken to be possible uses.`
    : `The reduction found no step to be taken alone: out of every state every step was taken, so that ${which}.`;
  return [
    ...(after === undefined
      ? []
      : [`A search of all states had room for no more than ${whole(after)} (--no-reduction ends there).`]),
    what,
    ...endlessText([result]),
  ];
}

/** Whether a step was left out of some state. */
const leavesOut = ({ alone, choices }: { readonly alone: number; readonly choices: number }): boolean =>
  alone + choices > 0;

/** Why a claim of runs that never end is open, where a reduction took part. */
const ENDLESS =
  'It says nothing of runs that never end: what speaks of them is inconclusive (--no-progress-checks leaves it out).';

/** Why it is not. */
const NO_ENDLESS = 'No run goes on for ever: what would be owed in one is judged where runs end.';

/** Of several explorations. */
export function reductionRemarks(
  results: readonly Pick<ExploreResult, 'reduction' | 'progress'>[],
): string[] {
  const reduced = results.filter(({ reduction }) => tookPart(reduction) !== undefined);
  const smaller = reduced.filter(({ reduction }) => leavesOut(tookPart(reduction)!));
  const count =
    smaller.length === 0
      ? []
      : [
          `A reduction took part in ${whole(smaller.length)} of ${counted(results.length, 'exploration')}: of these, the states are those that were visited, and there are more.`,
        ];
  const sentences = [...count, ...endlessText(reduced)];
  return sentences.length === 0 ? [] : [sentences.join(' ')];
}

/** What is said of runs that never end; nothing where nobody wanted to know. */
function endlessText(results: readonly Pick<ExploreResult, 'progress'>[]): string[] {
  if (results.some(({ progress }) => progress === 'reduction')) return [ENDLESS];
  return results.some(({ progress }) => progress === 'no endless runs') ? [NO_ENDLESS] : [];
}
