import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';
import { stateNodes } from '../network/state-nodes.js';

/** Outweighs all votes: what is taken at once and leads nowhere, or back to where it came from, would be taken for ever. */
const NEVER = -1_000_000;

/** What a stub answers in place of a guard; those that decide nothing about where the chart goes are true. */
export interface GuardStubs {
  /** @param guard a name, or the function that stands in the chart without one */
  answerOf(guard: unknown): boolean;
}

/**
 * Chooses answers with which a chart moves: of the candidates for an event, one that leads somewhere is preferred to one that stays. Where a state has an
 * event that leads on, it waits for it rather than leave by `always` at once.
 */
export function guardStubs(machine: AnyStateMachine): GuardStubs {
  const votes = new Map<unknown, number>();
  const vote = (transition: AnyTransitionDefinition, by: number) => {
    const key = keyOf(transition.guard);
    votes.set(key, (votes.get(key) ?? 0) + by);
  };
  for (const node of stateNodes(machine)) {
    const always = node.always ?? [];
    const others = [...node.transitions.entries()]
      .filter(([event]) => event !== '')
      .map(([, candidates]) => candidates);
    const isLeftByEvent = others.some((candidates) => candidates.some((each) => moves(each)));
    for (const candidates of others) voteFor(candidates, vote);
    if (!isLeftByEvent) voteFor(always, vote);
    // Transitions that are taken at once, again and again, would never end.
    else for (const each of always) if (each.guard !== undefined) vote(each, -1);
    for (const each of always) if (each.guard !== undefined && mayGoRound(each)) vote(each, NEVER);
  }
  return { answerOf: (guard) => (votes.get(keyOf(guard)) ?? 0) >= 0 };
}

function voteFor(
  candidates: readonly AnyTransitionDefinition[],
  vote: (one: AnyTransitionDefinition, by: number) => void,
): void {
  candidates.forEach((candidate, index) => {
    if (candidate.guard === undefined) return;
    if (moves(candidate)) vote(candidate, 1);
    else if (candidates.slice(index + 1).some(moves)) vote(candidate, -1);
  });
}

/** Whether what is taken at once may lead, by what else is taken at once, back to where it starts. */
function mayGoRound(transition: AnyTransitionDefinition): boolean {
  const seen = new Set<AnyStateNode>();
  const left = activeAfter(transition);
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node === transition.source) return true;
    if (seen.has(node)) continue;
    seen.add(node);
    for (const each of node.always ?? []) left.push(...activeAfter(each));
  }
  return false;
}

/** The states that are active when a transition has been taken, but for those of other regions. */
function activeAfter({ source, target = [source] }: AnyTransitionDefinition): AnyStateNode[] {
  return target.flatMap((node: AnyStateNode) => [...ancestorsOf(node), ...enteredWith(node)]);
}

function ancestorsOf({ parent }: AnyStateNode): AnyStateNode[] {
  return parent === undefined ? [] : [parent, ...ancestorsOf(parent)];
}

/** A state, and those within it that are entered with it. */
function enteredWith(node: AnyStateNode): AnyStateNode[] {
  const first = node.type === 'parallel' ? Object.values(node.states) : (node.initial?.target ?? []);
  return [node, ...first.flatMap((child: AnyStateNode) => enteredWith(child))];
}

function moves({ source, target }: AnyTransitionDefinition): boolean {
  return target?.some((node: AnyStateNode) => node !== source) === true;
}

/** A guard with parameters is its name. */
function keyOf(guard: unknown): unknown {
  return typeof guard === 'object' && guard !== null ? (guard as { type: unknown }).type : guard;
}
