import type { AnyStateNode } from 'xstate';
import { CheckError } from './errors.js';

/** What of a state XState 4 read, and what to write in its place. */
const OF_STATES = {
  onEntry: 'Write `entry`',
  onExit: 'Write `exit`',
  activities: 'Make it a component that `entry` starts and `exit` stops',
  data: 'Write `output`',
} as const;

/** What of a transition XState 4 read, and what to write in its place. */
const OF_TRANSITIONS = {
  cond: 'Write `guard`',
  in: 'Write `guard: stateIn(…)`',
} as const;

/**
 * Refuses what a chart says in words of XState 4: version 5 passes over them in silence, so that what a guard was to forbid happens.
 *
 * @param state names the state in the sentence
 * @param where opens the sentence
 */
export function refuseFormerNames(node: AnyStateNode, state: string, where: string): void {
  const word = formerIn(OF_STATES, node.config);
  if (word !== undefined) {
    throw new CheckError(`${where} has \`${word}\` in ${state}, which ${PASSED_OVER}. ${OF_STATES[word]}.`);
  }
  for (const transition of [...[...node.transitions.values()].flat(), ...(node.always ?? [])]) {
    const trigger = `a transition (${transition.eventType || 'always'}) in ${state}`;
    const former = formerIn(OF_TRANSITIONS, transition);
    if (former !== undefined) {
      throw new CheckError(
        `${where} has ${trigger} with \`${former}\`, which ${PASSED_OVER}. ${OF_TRANSITIONS[former]}.`,
      );
    }
    if ((transition as { readonly internal?: unknown }).internal === false) {
      throw new CheckError(
        `${where} has ${trigger} with \`internal: false\`, which ${PASSED_OVER}. Write \`reenter: true\`.`,
      );
    }
  }
}

const PASSED_OVER = 'XState 4 read and XState 5 passes over';

function formerIn<Words extends object>(
  words: Words,
  description: object,
): (keyof Words & string) | undefined {
  return (Object.keys(words) as (keyof Words & string)[]).find(
    (word) => (description as Readonly<Record<string, unknown>>)[word] !== undefined,
  );
}
