import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { type ActorSpecs, nameOfInvoked } from './actors.js';
import { described } from './described.js';
import { CheckError, messageOf } from './errors.js';
import { refuseFormerNames } from './former-names.js';
import { refuseWrongNames } from './named-implementations.js';
import { keyText, quoted } from './quoted.js';
import { stateNodes } from './state-nodes.js';

/** What to do where a machine creates an actor. */
export const ACTOR_REMEDY =
  "Say in the component's `actors` what it may answer, or make it a component of the network and exchange messages with it: see 'Invoked actors' in docs/modelling.md.";

/** What to do where a monitor does. */
export const MONITOR_REMEDY = 'Monitors only listen: leave it out.';

const SEE = "see 'Invoked actors' in docs/modelling.md.";

export const NO_SNAPSHOTS = `List what matters of its snapshots as \`events\` of the actor, with transitions of their own: ${SEE}`;

export const NO_SYSTEM_ID = `An actor that others address is a component of the network: ${SEE}`;

/**
 * Refuses, before anything runs, what a chart says and the engine does not interpret. What only shows when an action
 * is evaluated (a spawned actor, a plain function) is refused then, by the interpreter.
 *
 * @param where opens the sentence, for example `The component 'tm' of network 'two-phase-commit'`
 * @param actors what actors of the machine may tell; left out for a monitor, which can have none
 */
export function refuseUnsupported(machine: AnyStateMachine, where: string, actors?: ActorSpecs): void {
  refuseWrongTargets(machine, where);
  refuseWrongNames(machine, where);
  for (const node of stateNodes(machine)) {
    const state = `state '${node.id}' of machine '${machine.id}'`;
    refuseLostState(node, machine, where);
    refuseFormerNames(node, state, where);
    const takenForId = Object.keys(node.config.states ?? {}).find((name) => name.startsWith('#'));
    if (takenForId !== undefined) {
      throw new CheckError(
        `${where} has a state ${quoted(takenForId)} in ${state}, which XState takes for the id of a state: it throws on every event there. Give it another name.`,
      );
    }
    refuseWrongInvocations(node, state, where, actors);
    refuseWrongLogic(node, machine, state, where);
    for (const { delay } of node.after) {
      if (
        typeof delay === 'string' &&
        Number.isNaN(Number(delay)) &&
        !Object.hasOwn(machine.implementations.delays, delay)
      ) {
        throw new CheckError(
          `${where} waits for the delay '${delay}' in ${state}, but no such delay is implemented. Name it in \`setup({ delays })\`.`,
        );
      }
    }
  }
  // What is spawned shows by its name only.
  for (const name of Object.keys(actors ?? {}))
    refuseUnlessLogic(
      machine.implementations.actors[name],
      `${where} is told of the actor '${name}' of machine '${machine.id}'`,
    );
}

function refuseWrongInvocations(
  node: AnyStateNode,
  state: string,
  where: string,
  actors: ActorSpecs | undefined,
): void {
  for (const { src, id, systemId, onSnapshot } of node.invoke as readonly Invocation[]) {
    const name = nameOfInvoked({ src, id });
    const actor = name === src ? ` ('${name}')` : '';
    if (actors === undefined) {
      throw new CheckError(
        `${where} invokes an actor${actor} in ${state}, which cannot be checked. ${MONITOR_REMEDY}`,
      );
    }
    if (!Object.hasOwn(actors, name)) {
      throw new CheckError(
        `${where} invokes an actor${actor} in ${state}, and nobody says what it may answer. Say it in the component, as in actors: { ${keyText(name)}: { outputs: ['…'], errors: [{ message: '…' }] } }, ` +
          "or make it a component of the network and exchange messages with it: see 'Invoked actors' in docs/modelling.md.",
      );
    }
    const [what, remedy] =
      onSnapshot !== undefined ? ['`onSnapshot`', NO_SNAPSHOTS] : ['a `systemId`', NO_SYSTEM_ID];
    if (onSnapshot === undefined && systemId === undefined) continue;
    throw new CheckError(
      `${where} invokes an actor${actor} with ${what} in ${state}, which cannot be checked. ${remedy}`,
    );
  }
}

/** What was the function of a promise or a callback in XState 4. @throws CheckError */
function refuseWrongLogic(node: AnyStateNode, machine: AnyStateMachine, state: string, where: string): void {
  const inChart = [node.config.invoke ?? []].flat() as readonly { readonly src: unknown }[];
  for (const [at, { src, id }] of (node.invoke as readonly Invocation[]).entries()) {
    const given = inChart[at]?.src;
    const logic = typeof given === 'string' ? machine.implementations.actors[given] : given;
    refuseUnlessLogic(logic, `${where} invokes the actor '${nameOfInvoked({ src, id })}' in ${state}`);
  }
}

function refuseUnlessLogic(logic: unknown, opening: string): void {
  const { getInitialSnapshot } = Object(logic) as { readonly getInitialSnapshot?: unknown };
  if (logic === undefined || typeof getInitialSnapshot === 'function') return;
  throw new CheckError(
    `${opening}, which is ${described(logic)}: XState 5 fails as it starts it. Make it an actor, as in fromPromise(async ({ input }) => …) or fromCallback(({ sendBack }) => …).`,
  );
}

/** Of what a state invokes, as XState holds it. */
interface Invocation {
  readonly src: string;
  readonly id: string;
  readonly systemId?: unknown;
  readonly onSnapshot?: unknown;
}

/** Refuses a machine with a state that XState loses: transitions lead to it, and it is not there. */
export function refuseLostStates(machine: AnyStateMachine, where: string): void {
  for (const node of stateNodes(machine)) refuseLostState(node, machine, where);
}

function refuseLostState(node: AnyStateNode, machine: AnyStateMachine, where: string): void {
  if (node.id !== '__proto__' && !Object.hasOwn(node.config.states ?? {}, '__proto__')) return;
  throw new CheckError(
    `${where} has a state '__proto__' in state '${node.id}' of machine '${machine.id}', which XState loses: it keeps states in plain objects. Give it another name.`,
  );
}

/** XState looks for an initial state when it is entered first, and for most targets at once, of which it lets some through that are no names. */
export function refuseWrongTargets(machine: AnyStateMachine, where: string): void {
  for (const node of stateNodes(machine)) {
    const state = `state '${node.id}' of machine '${machine.id}'`;
    try {
      initialOf(node);
    } catch (thrown) {
      throw new CheckError(
        `${where} cannot enter ${state}: ${messageOf(thrown).replace(/\.$/u, '')}. Name one of its states as \`initial\`.`,
      );
    }
    const transitions = [...[...node.transitions.values()].flat(), ...(node.always ?? [])];
    for (const { eventType, target } of transitions) {
      if (target?.every(isState) !== false) continue;
      throw new CheckError(
        `${where} has a transition (${eventType || 'always'}) in ${state} with a target that is no name of a state. Give the name of a state, or leave \`target\` out.`,
      );
    }
  }
}

/** Looked up when it is asked for first. @throws Error where there is no such state */
const initialOf = (node: AnyStateNode) => (node.type === 'compound' ? node.initial : undefined);

const isState = (target: Partial<AnyStateNode> | null): boolean => Array.isArray(target?.path);
