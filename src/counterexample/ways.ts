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
  const known = new Set([plain.key(start)]);
  const states = [start];
  for (const [index, state] of states.entries()) {
    tick();
    const next = index === 0 ? successors : plain.successors(state);
    missing = missing.filter((index) => !wanted.isMet(index, state, next));
    if (missing.length === 0) return { verdict: 'not violated', message: MET };
    for (const { step, outcome } of next) {
      if (isFaultStep(step.kind) || 'property' in outcome) continue;
      const key = plain.key(outcome);
      if (known.has(key)) continue;
      if (known.size === statesMax) {
        const count = statesMax.toLocaleString('en-US');
        const message = `it is not decided: the first ${count} states after the end of the steps do not show it, and there are more`;
        return { verdict: 'undecided', message };
      }
      known.add(key);
      states.push(outcome);
    }
  }
  return { verdict: 'violated', message: wanted.message(missing) };
}

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
    // A step that fails is a violation of its own, and leaves nobody stuck.
    isMet: (index, _, next) =>
      next.some(
        ({ step, isChange, participants }) =>
          isChange && !isFaultStep(step.kind) && participants.includes(network.componentIds[index]!),
      ),
    message: (indices) => stuckMessage(network, contents, indices, enabled),
  };
}
