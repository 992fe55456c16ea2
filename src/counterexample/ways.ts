import { tick } from '../interpreter/deadline.js';
import { NO_STUCK, type Property } from '../network/property.js';
import { canRest } from '../network/state-nodes.js';
import { isFaultStep } from '../network/step.js';
import { maySettle, stuckMessage } from '../property/deadlock-message.js';
import { cannotRestMessage, impossibleMessage } from '../property/messages.js';
import { PlainView } from '../reference/plain-evaluator.js';
import type { PlainNetwork } from '../reference/plain-network.js';
import type { PlainState } from '../reference/plain-state.js';
import type { PlainSuccessor } from '../reference/plain-successor.js';

/** States that are looked at, and local states in all of them: a state of a network of hundreds of components takes long. */
const STATES_MAX = 2_000;
const LOCALS_MAX = 40_000;

/** What a search from a state onwards shows of a property. */
export interface WaysOn {
  readonly verdict: 'violated' | 'not violated' | 'undecided';
  readonly message: string;
}

/** What must still come in some state after this one. */
interface Wanted {
  /** Of components, each of which has something to come, or of one thing. */
  readonly indices: readonly number[];
  /** Whether it comes here. */
  readonly isMet: (index: number, state: PlainState, successors: readonly PlainSuccessor[]) => boolean;
  /** It is wrong only where a run may go on for ever without it: where all come to a standstill, that is told as a deadlock. */
  readonly isWhileOthersGoOn?: true;
  /** What is wrong if to some it never does. */
  readonly message: (indices: readonly number[]) => string;
}

/**
 * Looks for the way on that a property says there is from every state: breadth-first, by all steps but faults. `undefined` for a property that says
 * nothing of the kind.
 */
export function waysOn(
  plain: PlainNetwork,
  property: string,
  start: PlainState,
  successors: readonly PlainSuccessor[],
): WaysOn | undefined {
  const { network } = plain;
  const declared = network.properties.find(({ name }) => name === property);
  const wanted = wantedOf(plain, property, declared, start, successors);
  if (wanted === undefined) return undefined;
  const statesMax = Math.max(1, Math.min(STATES_MAX, Math.floor(LOCALS_MAX / network.componentIds.length)));
  let missing = wanted.indices;
  const known = new Map([[plain.key(start), 0]]);
  const states = [start];
  const edges: number[][] = [];
  for (const [index, state] of states.entries()) {
    tick();
    const next = index === 0 ? successors : plain.successors(state);
    missing = missing.filter((index) => !wanted.isMet(index, state, next));
    if (missing.length === 0) return { verdict: 'not violated', message: MET };
    const leadsTo: number[] = [];
    edges.push(leadsTo);
    for (const { step, outcome } of next) {
      if (isFaultStep(step.kind) || 'property' in outcome) continue;
      const key = plain.key(outcome);
      leadsTo.push(known.get(key) ?? known.size);
      if (known.has(key)) continue;
      if (known.size === statesMax) {
        const count = statesMax.toLocaleString('en-US');
        const message = `it is not decided: the first ${count} states after the end of the steps do not show it, and there are more`;
        return { verdict: 'undecided', message };
      }
      known.set(key, known.size);
      states.push(outcome);
    }
  }
  if (wanted.isWhileOthersGoOn && !goesOn(edges)) return { verdict: 'not violated', message: STANDSTILL };
  return { verdict: 'violated', message: wanted.message(missing) };
}

/** Whether some states lead on to each other for ever. @param edges by state, those that it leads to */
function goesOn(edges: readonly (readonly number[])[]): boolean {
  const left = new Set(edges.keys());
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const state of left)
      if (edges[state]!.every((next) => next === state || !left.has(next))) left.delete(state);
  }
  return left.size > 0;
}

const STANDSTILL = 'from the end of the steps nobody goes on for ever';

const MET = 'from the end of the steps there is a way on, as it must be';

function wantedOf(
  plain: PlainNetwork,
  name: string,
  property: Property | undefined,
  start: PlainState,
  successors: readonly PlainSuccessor[],
): Wanted | undefined {
  const { network } = plain;
  const { locals } = start;
  const unsettled = [...locals.keys()].filter((index) => !maySettle(locals[index]!));
  if (property?.kind === 'always possible') {
    return {
      indices: [0],
      isMet: (_, state) => property.possible(new PlainView(plain, state)),
      message: impossibleMessage,
    };
  }
  if (property?.kind === 'can rest') {
    return {
      indices: unsettled.filter((index) => canRest(network.components[index]!.machine)),
      isMet: (index, state) => maySettle(state.locals[index]!),
      message: (indices) =>
        cannotRestMessage(
          indices.map((index) => ({ id: network.componentIds[index]!, local: locals[index]! })),
        ),
    };
  }
  if (name !== NO_STUCK) return undefined;
  const contents = { locals, channels: [...start.channels.values()] };
  const enabled = successors.map(({ step }) => step);
  return {
    indices: unsettled,
    isMet: (index, _, next) =>
      next.some(
        ({ isProgress, participants }) => isProgress && participants.includes(network.componentIds[index]!),
      ),
    isWhileOthersGoOn: true,
    message: (indices) => stuckMessage(network, contents, indices, enabled),
  };
}
