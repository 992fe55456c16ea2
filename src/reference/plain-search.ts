import { PlainNetwork } from './plain-network.js';
import type { PlainState } from './plain-state.js';
import type { Rules } from './rules.js';
import { now } from '../interpreter/clock.js';
import type { Network } from '../network/network.js';
import { failureFindings } from '../property/messages.js';
import { evaluatePlain } from './plain-evaluator.js';
import { edgesOf, type PlainNode } from './plain-graph.js';
import { progressViolations } from './plain-progress.js';

/** What the plain search saw. */
export interface PlainSearchResult {
  /** false: `statesMax` was reached first. */
  readonly isComplete: boolean;
  readonly states: number;
  readonly steps: number;
  readonly depth: number;
  readonly terminal: number;
  readonly seconds: number;
  /** Names of violated properties, sorted; without witnesses that do not exist. Those of progress only if the search is complete. */
  readonly violated: readonly string[];
  readonly witnessed: readonly string[];
  /** Names of properties whose hard case occurred, sorted. */
  readonly hardCases: readonly string[];
  /** A key for each distinct state; see `stateKey`. */
  readonly keys: ReadonlySet<string>;
}

export interface PlainSearchOptions {
  readonly statesMax?: number;
  /** Wrong ones, for tests. */
  readonly rules?: Rules;
  /**
   * Whether to look for what only the whole graph shows: components that are stuck, what is no longer possible, runs that go round for ever. It takes far
   * more than linear time. Default: true.
   */
  readonly progressChecks?: boolean;
}

/**
 * Breadth-first search that asks XState at every step and keeps states as text: the twin that shows the tables right,
 * and a measure of what they are worth. It goes on after violations.
 */
export function plainSearch(network: Network, options: PlainSearchOptions = {}): PlainSearchResult {
  const { statesMax = Number.POSITIVE_INFINITY, progressChecks: checksProgress = true } = options;
  const startedAt = now();
  const plain = new PlainNetwork(network, options.rules);
  const violated = new Set<string>();
  const witnessed = new Set<string>();
  const hardCases = new Set<string>();
  const numbers = new Map<string, number>();
  const nodes: PlainNode[] = [];
  let level: PlainState[] = [];
  let [steps, depth, terminal] = [0, 0, 0];
  let isComplete = true;
  const reach = (state: PlainState, into: PlainState[]): number => {
    const key = plain.key(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, numbers.size);
    into.push(state);
    return numbers.size - 1;
  };
  for (const outcome of plain.initialStates()) {
    if ('property' in outcome) for (const { property } of failureFindings(outcome)) violated.add(property);
    else reach(outcome, level);
  }
  const initial = [...level.keys()];
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
      const targets = successors.map(({ outcome }) => {
        if ('property' in outcome) return undefined;
        steps++;
        return reach(outcome, next);
      });
      if (checksProgress)
        nodes.push({ state, successors, edges: edgesOf(successors, targets), isEnd: evaluated.isEnd });
      if (numbers.size > statesMax) {
        isComplete = false;
        break;
      }
    }
    level = next;
  }
  const keys: ReadonlySet<string> = new Set(numbers.keys());
  if (isComplete && checksProgress)
    for (const property of progressViolations(plain, { nodes, initial })) violated.add(property);
  return {
    isComplete,
    states: keys.size,
    steps,
    depth,
    terminal,
    seconds: (now() - startedAt) / 1000,
    violated: [...violated].sort(),
    witnessed: [...witnessed].sort(),
    hardCases: [...hardCases].sort(),
    keys,
  };
}
