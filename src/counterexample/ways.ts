import { tick } from '../interpreter/deadline.js';
import { isAtRest, isDone, type LocalState } from '../interpreter/local-state.js';
import type { Network } from '../network/network.js';
import { NO_STUCK, type Property } from '../network/property.js';
import { stateNodes } from '../network/state-nodes.js';
import { isFaultStep } from '../network/step.js';
import { IMPOSSIBLE_MESSAGE, restlessMessage, stuckMessage } from '../property/endless-messages.js';
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

/** Something that must still come, or stay possible, in some state after this one. */
interface Wanted {
  /** Whether it comes here. */
  readonly isMet: (state: PlainState, successors: readonly PlainSuccessor[]) => boolean;
  /** What is wrong if it never does. */
  readonly message: () => string;
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
  let wanted = wantedOf(plain, property, declared, start, successors);
  if (wanted === undefined) return undefined;
  const statesMax = Math.max(1, Math.min(STATES_MAX, Math.floor(LOCALS_MAX / network.componentIds.length)));
  const known = new Set([plain.key(start)]);
  const states = [start];
  for (const [index, state] of states.entries()) {
    tick();
    const next = index === 0 ? successors : plain.successors(state);
    wanted = wanted.filter(({ isMet }) => !isMet(state, next));
    if (wanted.length === 0) return { verdict: 'not violated', message: MET };
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
  return { verdict: 'violated', message: wanted[0]!.message() };
}

const MET = 'from the end of the steps there is a way on, as it must be';

function wantedOf(
  plain: PlainNetwork,
  name: string,
  property: Property | undefined,
  start: PlainState,
  successors: readonly PlainSuccessor[],
): readonly Wanted[] | undefined {
  const { network } = plain;
  const unsettled = network.componentIds
    .map((id, index) => ({ id, index }))
    .filter(({ index }) => !maySettle(start.locals[index]!));
  if (property?.kind === 'always possible') {
    const isMet = (state: PlainState) => property.possible(new PlainView(plain, state));
    return [{ isMet, message: () => IMPOSSIBLE_MESSAGE }];
  }
  if (property?.kind === 'can rest') {
    return unsettled
      .filter(({ index }) => canSettle(network, index))
      .map(({ index }) => ({
        isMet: (state) => maySettle(state.locals[index]!),
        message: () => restlessMessage(network, start.locals, index),
      }));
  }
  if (property !== undefined || name !== NO_STUCK) return undefined;
  const contents = { locals: start.locals, channels: [...start.channels.values()] };
  const enabled = successors.map(({ step }) => step);
  return unsettled.map(({ id, index }) => ({
    // A step that fails is a violation of its own, and leaves nobody stuck.
    isMet: (_, next) =>
      next.some(
        ({ step, isChange, participants }) =>
          isChange && !isFaultStep(step.kind) && participants.includes(id),
      ),
    message: () => stuckMessage(network, contents, index, enabled),
  }));
}

/** Whether a component may stay as it is for ever. */
function maySettle(local: LocalState): boolean {
  return local.isDown || isDone(local) || isAtRest(local);
}

/** Whether a component's chart has a state in which it may stay. */
function canSettle({ components }: Network, index: number): boolean {
  return [...stateNodes(components[index]!.machine)].some(
    ({ type, tags }) => type === 'final' || tags.includes('rest'),
  );
}
