import { PlainNetwork } from '../../src/reference/plain-network.js';
import type { PlainState } from '../../src/reference/plain-state.js';
import type { LeadsToProperty, Network, View } from '../../src/index.js';
import { failureFindings } from '../../src/property/messages.js';
import { evaluatePlain, PlainView } from '../../src/reference/plain-evaluator.js';

/** The fewest steps to a violation of each property, by a search without tables; `undefined` if there are more states. A step that fails counts. */
export function nearestViolations(network: Network, statesMax: number): Record<string, number> | undefined {
  const plain = new PlainNetwork(network);
  const nearest: Record<string, number> = {};
  const seen = new Set<string>();
  let level: PlainState[] = [];
  const reach = (state: PlainState, into: PlainState[]) => {
    const key = plain.key(state);
    if (!seen.has(key)) into.push(state);
    seen.add(key);
  };
  for (const outcome of plain.initialStates()) {
    if ('property' in outcome) for (const { property } of failureFindings(outcome)) nearest[property] = 0;
    else reach(outcome, level);
  }
  for (let depth = 0; level.length > 0; depth++) {
    const next: PlainState[] = [];
    for (const state of level) {
      const successors = plain.successors(state);
      const { findings, failing } = evaluatePlain(plain, state, successors);
      for (const finding of findings) {
        const steps = failing.includes(finding) ? depth + 1 : depth;
        nearest[finding.property] = Math.min(nearest[finding.property] ?? steps, steps);
      }
      for (const { outcome } of successors) if (!('property' in outcome)) reach(outcome, next);
      if (seen.size > statesMax) return undefined;
    }
    level = next;
  }
  return nearest;
}

/** What a plain network says at the end of these steps: the properties that are violated there. */
export function violatedAfter(network: Network, initial: number, steps: readonly string[]): string[] {
  const plain = new PlainNetwork(network);
  let outcome = plain.initialStates()[initial]!;
  const owed = new Owed(network);
  for (const label of steps) {
    if ('property' in outcome) throw new Error(`a step ${label} after one that fails`);
    owed.pass(new PlainView(plain, outcome));
    const successor = plain.successors(outcome).find((candidate) => candidate.label === label);
    if (successor === undefined) throw new Error(`the step ${label} is not enabled`);
    outcome = successor.outcome;
  }
  if ('property' in outcome) return failureFindings(outcome).map(({ property }) => property);
  owed.pass(new PlainView(plain, outcome));
  const { findings, isEnd } = evaluatePlain(plain, outcome, plain.successors(outcome));
  return [...findings.map(({ property }) => property), ...(isEnd ? owed.names : [])];
}

/** What a run owes of what must come: that is no matter of its last state alone. */
class Owed {
  readonly names = new Set<string>();
  private readonly properties: readonly LeadsToProperty[];
  private isAtStart = true;

  constructor(network: Network) {
    this.properties = network.properties.filter((property) => property.kind === 'leads to');
  }

  /** The next state of the run. */
  pass(view: View): void {
    for (const { name, from, to } of this.properties) {
      if (to(view)) this.names.delete(name);
      else if (from === undefined ? this.isAtStart : from(view)) this.names.add(name);
    }
    this.isAtStart = false;
  }
}
