// Goal: a budget that runs out is said to have run out, and never passes for a verdict. Method: state spaces of a known size,
// with budgets just large enough and just too small.

import { describe, expect, it } from 'vitest';
import { Budget, type Budgets } from '../../src/explore/budget.js';
import { always, CheckError, reachable } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { verdictsOf } from '../support/results.js';
import { switches } from '../support/switches.js';

const safe = always('safe', () => true);
const lit = (count: number) =>
  reachable('all on', (view) =>
    Array.from({ length: count }, (_, index) => `switch.${index}`).every((id) => view.matches(id, 'on')),
  );

describe('states', () => {
  it('exactly as many as allowed are a complete search', () => {
    const result = explore(switches(4, [safe, lit(4)]), { statesMax: 16 });
    expect(result).toMatchObject({ verdict: 'holds', states: 16, steps: 64 });
    expect(result).not.toHaveProperty('inconclusive');
  });

  it.each([15, 8, 2, 1])(
    '%i allowed of 16 are inconclusive: every property, and what is left',
    (statesMax) => {
      const result = explore(switches(4, [safe, lit(4)]), { statesMax });
      expect(result.verdict).toBe('inconclusive');
      expect(result.inconclusive!.budget).toBe('states');
      expect(result.inconclusive!.frontier).toBeGreaterThan(0);
      expect(result.states).toBeGreaterThan(statesMax);
      expect(verdictsOf(result)).toEqual({
        'deadlock-freedom': 'inconclusive',
        'specified-reception': 'inconclusive',
        'channel-capacity': 'inconclusive',
        'no-exception': 'inconclusive',
        'no-stuck-component': 'inconclusive',
        safe: 'inconclusive',
        'all on': 'inconclusive',
      });
      expect(result.violations).toEqual([]);
    },
  );

  it('tell how many are left to expand', () => {
    // Only the initial state is expanded: it and four others are known.
    expect(explore(switches(4), { statesMax: 1 })).toMatchObject({
      states: 5,
      steps: 4,
      depth: 1,
      inconclusive: { budget: 'states', frontier: 4 },
    });
  });

  it('a violation found before the budget ran out is a violation', () => {
    const oneOn = always('never on', (view) => !view.matches('switch.0', 'on'));
    const result = explore(switches(4, [oneOn, safe]), { statesMax: 10 });
    expect(result.verdict).toBe('violated');
    expect(verdictsOf(result)).toMatchObject({ 'never on': 'violated', safe: 'inconclusive' });
    expect(result).not.toHaveProperty('inconclusive');
  });

  it('a violation found in the state that exhausts the budget is a violation', () => {
    const never = always('never', () => false);
    const result = explore(switches(4, [never]), { statesMax: 1 });
    expect(result).toMatchObject({ verdict: 'violated', states: 5 });
    expect(result).not.toHaveProperty('inconclusive');
  });

  it('a violation beats a budget that runs out after it', () => {
    const oneOn = always('never on', (view) => !view.matches('switch.0', 'on'));
    const result = explore(switches(6, [oneOn, safe]), { statesMax: 30, afterViolation: 'continue' });
    expect(result.verdict).toBe('violated');
    expect(result.inconclusive).toMatchObject({ budget: 'states' });
    expect(verdictsOf(result)).toMatchObject({
      'never on': 'violated',
      safe: 'inconclusive',
      'deadlock-freedom': 'inconclusive',
    });
  });
});

describe('seconds and bytes', () => {
  it.each([
    ['seconds', { secondsMax: 1e-9 }],
    ['memory', { bytesMax: 1_000 }],
  ] as const)('that run out: %s', (budget, options: Budgets) => {
    const result = explore(switches(14, [safe]), options);
    expect(result.verdict).toBe('inconclusive');
    expect(result.inconclusive!.budget).toBe(budget);
    expect(result.inconclusive!.frontier).toBe(result.states - result.steps / 14);
    expect(verdictsOf(result).safe).toBe('inconclusive');
  });

  it('memory that cannot be allocated ends the search like a budget', () => {
    let calls = 0;
    const orbit = (view: { matches(id: string, state: string): boolean }) => {
      if (calls++ > 20) throw new RangeError('Array buffer allocation failed');
      return Array.from({ length: 4 }, (_, index) => Number(view.matches(`switch.${index}`, 'on'))).join('');
    };
    const result = explore(switches(4, [safe]), { orbit });
    expect(result.verdict).toBe('inconclusive');
    expect(result.inconclusive!.budget).toBe('memory');
    expect(result.inconclusive!.frontier).toBeGreaterThan(0);
  });

  it('but an error of the user is passed on', () => {
    const orbit = () => {
      throw new RangeError('out of range');
    };
    expect(() => explore(switches(2), { orbit })).toThrow('out of range');
  });

  it('large enough do not matter', () => {
    expect(explore(switches(4, [safe]), { secondsMax: 1_000, bytesMax: 2 ** 30 })).toMatchObject({
      verdict: 'holds',
      states: 16,
    });
  });
});

describe('a budget', () => {
  it.each(['statesMax', 'secondsMax', 'bytesMax'])('%s must be no text', (name) => {
    expect(() => new Budget({ [name]: '5' } as Budgets)).toThrow(
      `The budget ${name} is '5'; it must be a number above 0.`,
    );
  });

  it.each(['statesMax', 'secondsMax', 'bytesMax'])('%s must be above 0', (name) => {
    for (const value of [0, -1, Number.NaN]) {
      expect(() => explore(switches(1), { [name]: value })).toThrow(CheckError);
      expect(() => explore(switches(1), { [name]: value })).toThrow(
        `The budget ${name} is ${value}; it must be a number above 0.`,
      );
    }
  });

  it('of states counts exactly', () => {
    const budget = new Budget({ statesMax: 3 });
    expect([budget.exceedsStates(3), budget.exceedsStates(4)]).toEqual([false, true]);
  });

  it('never lets state numbers outgrow the index', () => {
    expect(new Budget({ statesMax: Number.POSITIVE_INFINITY }).exceedsStates(2 ** 30 - 1)).toBe(true);
  });
});
