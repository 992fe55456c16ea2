import { PlainNetwork } from './plain-network.js';
import type { PlainState } from './plain-state.js';
import type { Rules } from './rules.js';
import type { Network } from '../network/network.js';
import { failureFindings } from '../property/messages.js';
import { evaluatePlain } from './plain-evaluator.js';

/** What the plain search saw. */
export interface PlainSearchResult {
  /** false: `statesMax` was reached first. */
  readonly isComplete: boolean;
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly terminal: number;
  readonly seconds: number;
  /** Names of violated properties, sorted; without witnesses that do not exist. */
  readonly violated: readonly string[];
  readonly witnessed: readonly string[];
  /** Names of properties whose hard case occurred, sorted. */
  readonly hardCases: readonly string[];
  /** A key for each distinct state; see `stateKey`. */
  readonly keys: ReadonlySet<string>;
}

/**
 * Breadth-first search that asks XState at every step and keeps states as text: the twin that shows the tables right,
 * and a measure of what they are worth. It goes on after violations.
 */
export function plainSearch(
  network: Network,
  options: { readonly statesMax?: number; readonly rules?: Rules } = {},
): PlainSearchResult {
  const statesMax = options.statesMax ?? Number.POSITIVE_INFINITY;
  const startedAt = performance.now();
  const plain = new PlainNetwork(network, options.rules);
  const keys = new Set<string>();
  const violated = new Set<string>();
  const witnessed = new Set<string>();
  const hardCases = new Set<string>();
  let level: PlainState[] = [];
  let [steps, depth, terminal] = [0, 0, 0];
  let isComplete = true;
  const reach = (state: PlainState, into: PlainState[]) => {
    const key = plain.key(state);
    if (keys.has(key)) return;
    keys.add(key);
    into.push(state);
  };
  for (const outcome of plain.initialStates()) {
    if ('property' in outcome) for (const { property } of failureFindings(outcome)) violated.add(property);
    else reach(outcome, level);
  }
  while (level.length > 0 && isComplete) {
    depth++;
    const next: PlainState[] = [];
    for (const state of level) {
      const successors = plain.successors(state);
      const evaluated = evaluatePlain(plain, state, successors);
      for (const { property } of evaluated.findings) violated.add(property);
      for (const name of evaluated.witnessed) witnessed.add(name);
      for (const name of evaluated.hardCases) hardCases.add(name);
      if (evaluated.isTerminal) terminal++;
      for (const { outcome } of successors) {
        if ('property' in outcome) continue;
        steps++;
        reach(outcome, next);
      }
      if (keys.size > statesMax) {
        isComplete = false;
        break;
      }
    }
    level = next;
  }
  return {
    isComplete,
    states: keys.size,
    steps,
    depth,
    terminal,
    seconds: (performance.now() - startedAt) / 1000,
    violated: [...violated].sort(),
    witnessed: [...witnessed].sort(),
    hardCases: [...hardCases].sort(),
    keys,
  };
}
