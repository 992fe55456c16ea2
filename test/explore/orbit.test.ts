// Goal: symmetry reduction gives the verdicts of the full search, and ways that can be gone. Method: switches, of which only how
// many are on matters, and their unreduced twin.

import { describe, expect, it } from 'vitest';
import { always, reachable } from '../../src/index.js';
import type { View } from '../../src/network/property.js';
import { explore } from '../support/agreement.js';
import { verdictsOf } from '../support/results.js';
import { Run } from '../support/run.js';
import { switches } from '../support/switches.js';

const lit = (view: View) => view.components.filter((id) => view.matches(id, 'on')).length;
const orbit = (view: View) => `${lit(view)} on`;

const properties = (most: number) => [
  always('at most', (view) => most - lit(view)),
  reachable('all on', (view) => lit(view) === view.components.length),
];

describe('orbits', () => {
  it('are counted instead of states: n + 1 instead of 2^n', () => {
    const result = explore(switches(6), { orbit });
    // Each representative has six steps.
    expect(result).toMatchObject({ verdict: 'holds', distinct: 7, edges: 42, depth: 7, terminal: 0 });
  });

  it.each([6, 4, 0])('give the verdicts and margins of the full search, at most %i on', (most) => {
    const full = explore(switches(6, properties(most)), { afterViolation: 'continue' });
    const reduced = explore(switches(6, properties(most)), { afterViolation: 'continue', orbit });
    expect(reduced.properties).toEqual(full.properties);
    expect(verdictsOf(reduced)['at most']).toBe(most === 6 ? 'holds' : 'violated');
  });

  it('have counterexamples as short as those of the full search, which can be gone', () => {
    const network = switches(6, properties(3));
    const [reduced] = explore(network, { orbit }).violations;
    const [full] = explore(network).violations;
    expect(reduced!.steps).toHaveLength(full!.steps.length);
    expect(lit(new Run(network).take(...reduced!.steps).view)).toBe(4);
  });

  it('that tell all states apart are the full search', () => {
    const identity = (view: View) => view.components.map((id) => Number(view.matches(id, 'on'))).join('');
    const { distinct, edges, depth } = explore(switches(5), { orbit: identity });
    expect({ distinct, edges, depth }).toEqual({ distinct: 32, edges: 160, depth: 6 });
  });

  it('fit a budget of exactly as many', () => {
    expect(explore(switches(6), { orbit, statesMax: 7 }).verdict).toBe('holds');
    expect(explore(switches(6), { orbit, statesMax: 6 }).verdict).toBe('inconclusive');
  });
});
