import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { guardsWithin, type NamedGuard, referredGuard } from '../../network/named-implementations.js';
import { stateNodes } from '../../network/state-nodes.js';

/**
 * What coverage counts in a chart, by readable names, each list in document order. The states of a monitor that are tagged
 * `violation` and the transitions into them are left out: where all is well, nothing goes there.
 */
export interface ChartParts {
  readonly states: readonly string[];
  readonly transitions: readonly string[];
  /** Both outcomes of each named guard that decides about a transition. */
  readonly guards: readonly string[];
}

/** The states that a machine can be in, in document order; the root, in which it always is, is left out. */
export function enterableStates(machine: AnyStateMachine): AnyStateNode[] {
  return [...stateNodes(machine)].filter(
    (node) => node.type !== 'history' && node.path.length > 0 && !isViolation(node),
  );
}

/** Every transition of a chart, each candidate for an event on its own, in document order. */
export function transitionsOf(machine: AnyStateMachine): AnyTransitionDefinition[] {
  return [...stateNodes(machine)]
    .flatMap(({ transitions, always }) => [...[...transitions.values()].flat(), ...(always ?? [])])
    .filter(({ target }) => !target?.some(isViolation));
}

function isViolation(node: AnyStateNode): boolean {
  return node.tags.includes('violation') || (node.parent !== undefined && isViolation(node.parent));
}

/** What a chart's own description says of its parts. */
interface DescribedParts extends Pick<ChartParts, 'states' | 'transitions'> {
  /** The guards that its transitions name, those within `and`, `or` and `not` included. */
  readonly guards: readonly string[];
}

/** By the chart's own description, which copies of a machine share. */
const knownParts = new WeakMap<object, DescribedParts>();

/** The names of everything in a chart. */
export function chartParts(machine: AnyStateMachine): ChartParts {
  let parts = knownParts.get(machine.config);
  if (parts === undefined) {
    parts = {
      states: enterableStates(machine).map(stateName),
      transitions: numbered(transitionsOf(machine).map(transitionName)),
      guards: guardsNamed(machine),
    };
    knownParts.set(machine.config, parts);
  }
  const guards = guardNames(machine, parts.guards);
  return {
    ...parts,
    guards: guards.flatMap((name) => [guardOutcome(name, true), guardOutcome(name, false)]),
  };
}

/** One outcome of a guard, as coverage names it. */
export function guardOutcome(guard: string, outcome: boolean): string {
  return `${guard} ${outcome}`;
}

/** A state as coverage names it: its path, of the root the machine's id. A dot within a name stands behind a backslash, as in targets: `a\.b` is not `b` in `a`. */
export function stateName({ path, machine }: AnyStateNode): string {
  return path.length === 0 ? machine.id : path.map((key) => key.replace(/[\\.]/g, '\\$&')).join('.');
}

/** `sending --after postCopies [isFenced]--> waiting`. */
function transitionName(transition: AnyTransitionDefinition): string {
  const { source, target, guard } = transition;
  const condition = guard === undefined ? '' : ` [${guardText(guard as NamedGuard)}]`;
  const targets = target?.map(stateName).join(', ') ?? '(no target)';
  return `${stateName(source)} --${triggerName(transition)}${condition}--> ${targets}`;
}

/** What takes a transition: an event, `after DELAY`, `always` or `onDone`. */
export function triggerName(transition: AnyTransitionDefinition): string {
  const { eventType, source } = transition;
  if ('delay' in transition) return `after ${transition.delay}`;
  if (eventType === '') return 'always';
  return eventType === `xstate.done.state.${source.id}` ? 'onDone' : eventType;
}

/** A guard's name; of `and`, `or` and `not` with what is within. */
export function guardText(guard: NamedGuard): string {
  if (typeof guard !== 'function') return referredGuard(guard)!;
  const inner = guard.guards === undefined ? '' : `(${guard.guards.map(guardText).join(', ')})`;
  return `${guard.name || 'unnamed'}${inner}`;
}

/** Equal names, as of two candidates with the same target and no guard, are told apart by number. */
function numbered(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} #${count}`;
  });
}

/** Guards that transitions name, by themselves or within others, and that are not implemented. */
export function missingGuards(machine: AnyStateMachine): string[] {
  return guardNames(machine, guardsNamed(machine)).filter(
    (name) => machine.implementations.guards[name] === undefined,
  );
}

/** The names that guards of transitions have, or are made of. */
function guardsNamed(machine: AnyStateMachine): string[] {
  const namesIn = (guard: NamedGuard): readonly string[] => {
    const name = referredGuard(guard);
    return name === undefined ? guardsWithin(guard).flatMap(namesIn) : [name];
  };
  const guards = transitionsOf(machine).flatMap(({ guard }) =>
    guard === undefined ? [] : [guard as NamedGuard],
  );
  return [...new Set(guards.flatMap(namesIn))];
}

/** These guards, and those behind their names, which copies of a machine may be provided with differently. */
function guardNames({ implementations }: AnyStateMachine, named: readonly string[]): string[] {
  const names = new Set<string>();
  const collect = (guard: NamedGuard) => {
    const name = referredGuard(guard);
    if (name === undefined) guardsWithin(guard).forEach(collect);
    else if (!names.has(name)) {
      names.add(name);
      guardsWithin(implementations.guards[name] as NamedGuard | undefined).forEach(collect);
    }
  };
  named.forEach(collect);
  return [...names];
}
