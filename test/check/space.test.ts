// Goal: a network can be stepped through as it was explored: the same states, the same steps, and of a part of them it is said that it is one.
// Method: a network of the command line's tests, whose counts an exploration tells.

import { describe, expect, it } from 'vitest';
import { choose } from '../../src/check/subject.js';
import { stateSpace } from '../../src/check/space.js';
import { explore } from '../../src/explore/explore.js';
import { testCatalogue } from '../cli/catalogue.js';

const chosen = choose(testCatalogue.families[0]!);
const { states, steps } = explore(chosen.network, { afterViolation: 'continue' });

describe('a state space', () => {
  it('has the states and steps of an exploration', () => {
    const space = stateSpace(chosen, 20_000);
    expect([space.states.length, space.edges.reduce((sum, out) => sum + out.length / 2, 0)]).toEqual([
      states,
      steps,
    ]);
    expect([space.isComplete, space.cut]).toEqual([true, []]);
    // Each state was found from an earlier one, by a step of it.
    for (const [state, parent] of space.parents.entries()) {
      if (state < space.initial) expect(parent).toBe(-1);
      else expect(space.edges[parent]!.filter((_, at) => at % 2 === 1)).toContain(state);
    }
  });

  it('is smaller where states are large', () => {
    const space = stateSpace(chosen, states, 1);
    expect([space.states.length, space.isComplete]).toEqual([space.initial, false]);
    expect(space.cut).toContain(0);
  });

  it('tells what it leaves out', () => {
    const space = stateSpace(chosen, states - 1);
    expect([space.states.length, space.isComplete]).toEqual([states - 1, false]);
    expect(space.cut.length).toBeGreaterThan(0);
  });
});
