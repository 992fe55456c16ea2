import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../properties/catalogue.js';
import { explainedFault } from './explained.js';

// Goal: whatever claim of the catalogue is violated, its explanation speaks of what happened, and not of the states of the monitor that judges it.
// Method: for each claim the counterexample of a fault. What a monitor has seen is told in words of the network.

/** Longer counterexamples take longer than they tell. */
const STEPS_MAX = 13;

/** Of each claim the fault with the shortest counterexample. */
const CAUGHT = catalogue.families.flatMap(({ name, faults }) => {
  const shortest = new Map<string, { readonly id: string; readonly length: number }>();
  for (const [id, { property, counterexample }] of Object.entries(faults)) {
    if (counterexample === undefined) continue;
    const claim = property.replace(/ (?:of|at) .*$/u, '');
    const { length } = counterexample.steps;
    if (length <= STEPS_MAX && length < (shortest.get(claim)?.length ?? Infinity))
      shortest.set(claim, { id, length });
  }
  return [...shortest.values()].map(({ id }) => [name, id] as const);
});

/** Monitors that are judged at the end of the run: what is told there is what is owed. */
const isOfEvents = (kind: string) => kind === 'monitor' || kind === 'cell';

describe('the claims of the catalogue', () => {
  it('are explained by variables, or by what was seen in words', () => {
    const told = CAUGHT.map(([network, id]) => ({
      network,
      id,
      ...explainedFault(network, id, { detourStatesMax: 0 }).why,
    }));
    const ofMonitors = told.filter(({ kind }) => kind === 'monitor');
    expect(ofMonitors.length).toBeGreaterThan(25);
    for (const { network, id, lines } of told.filter(({ kind }) => isOfEvents(kind))) {
      const wordless = lines.filter(({ kind, words }) => / observes /u.test(words) || kind === 'violated');
      expect([network, id, wordless, lines.length > 0]).toEqual([network, id, [], true]);
    }
    // Of a claim that fails by nothing that it reads, only the last step could be told.
    expect(told.filter(({ kind }) => kind === 'step').map(({ network, id }) => `${network} ${id}`)).toEqual(
      [],
    );
  });
});
