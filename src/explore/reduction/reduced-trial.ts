import type { Network } from '../../network/network.js';
import type { Dropped } from './conditions.js';
import type { ReducedOutcome, ReducedTrial } from './reduced-outcome.js';
import { ReducedSearch } from './reduced-search.js';

const NOTHING_DROPPED: Dropped = new Set();

/**
 * Searches a network with the reduction, to its end, and tells what it saw. `undefined` where it is given up, or visits more states than it may.
 *
 * @testonly a comparison with the full graph
 */
export function tryReduction(network: Network, trial: ReducedTrial = {}): ReducedOutcome | undefined {
  const { dropped = NOTHING_DROPPED, statesMax = Infinity, isGivenUp = false, onAlone, onTerminal } = trial;
  const search = new ReducedSearch(network, dropped);
  const { engine, evaluator, ends } = search;
  while (search.goOn())
    if (search.states.size > statesMax || (isGivenUp && search.isInVain)) return undefined;
  for (const { vector, steps } of search.taken())
    onAlone?.(
      engine.contents(vector),
      steps.map((k) => engine.label(k)),
    );
  if (onTerminal !== undefined)
    for (const vector of search.terminalStates()) onTerminal(engine.contents(vector));
  const { isAcyclic } = search;
  const verdicts = evaluator.verdicts('complete', 'judged');
  // What is wrong with all runs is known of the ends, below; a witness that is not reached is told as such.
  const violated = [...new Set(search.findings.map(({ property }) => property))];
  return {
    visited: search.states.size,
    full: search.full,
    alone: search.alone,
    choices: search.choices,
    revoked: search.revoked,
    passes: search.passes,
    objections: search.certificates.objections,
    terminal: search.terminal,
    violated: [...new Set([...violated, ...(isAcyclic ? ends.violated.keys() : [])])],
    reached: verdicts.flatMap(({ name, isWitness, verdict }) =>
      isWitness && verdict !== 'violated' ? [name] : [],
    ),
    met: verdicts.flatMap(({ name, hardCase }) => (hardCase === 'met' ? [name] : [])),
    margins: Object.fromEntries(
      verdicts.flatMap(({ name, margin }) => (margin === undefined ? [] : [[name, margin]])),
    ),
    isAcyclic,
    undecided: isAcyclic ? [...ends.undecided].filter((name) => !ends.violated.has(name)) : [],
  };
}
