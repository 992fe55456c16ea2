// Goal: a guard that is another name of a guard decides as that one does, and coverage names both. Method: charts with names of names, with
// parameters and of `and`, `or` and `not`; each compared with XState's own answer.

import { describe, expect, it } from 'vitest';
import { and, createMachine, initialTransition, not, or, setup, transition } from 'xstate';
import { defineNetwork } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';

/** Explores a chart with two states, whose only transition has this guard, and compares with XState. */
function explored(guards: object, guard: unknown) {
  const config = {
    id: 'm',
    initial: 'a',
    tags: 'rest',
    states: { a: { on: { GO: { guard, target: 'b' } } }, b: {} },
  };
  const machine = createMachine(config as never, { guards } as never) as ComponentSpec['machine'];
  const result = explore(
    defineNetwork({ name: 'by another name', components: { m: { machine, stimuli: [{ type: 'GO' }] } } }),
  );
  const [next] = transition(machine, initialTransition(machine)[0], { type: 'GO' });
  expect(result.states).toBe(next.value === 'b' ? 2 : 1);
  return result;
}

const open = { isOpen: () => true, isShut: () => false };

describe('a guard by another name', () => {
  it('decides as the guard does', () => {
    const machine = setup({ guards: { isAllowed: 'isOpen', isOpen: () => true } as never }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: { guard: 'isAllowed' as never, target: 'b' } } }, b: { tags: 'rest' } },
    });
    const network = defineNetwork({
      name: 'a guard by another name',
      components: { m: { machine, stimuli: [{ type: 'GO' }] } },
    });
    const result = explore(network);
    expect(result).toMatchObject({ verdict: 'holds', states: 2 });
    expect(result.coverage.machines[0]!.guards).toEqual({
      visited: ['isAllowed true', 'isOpen true'],
      unvisited: ['isAllowed false', 'isOpen false'],
    });
  });

  it('of a guard that says no', () => {
    expect(explored({ ...open, isAllowed: 'isShut' }, 'isAllowed').states).toBe(1);
  });

  it('of another name', () => {
    const result = explored(
      { ...open, first: 'second', second: { type: 'third' }, third: 'isOpen' },
      'first',
    );
    expect(result.coverage.machines[0]!.guards.visited).toEqual([
      'first true',
      'isOpen true',
      'second true',
      'third true',
    ]);
  });

  it('with parameters: those of the name are used, not those of the place', () => {
    const isLess = (_: unknown, params: { readonly than: number } | undefined) => 3 < (params?.than ?? 0);
    const guards = { isLess, isLessThan5: { type: 'isLess', params: { than: 5 } }, isNothing: 'isLess' };
    expect(explored(guards, 'isLessThan5').states).toBe(2);
    expect(explored(guards, { type: 'isLessThan5', params: { than: 1 } }).states).toBe(2);
    expect(explored(guards, { type: 'isNothing', params: { than: 5 } }).states).toBe(1);
    const computed = { isLess, asked: { type: 'isLess', params: () => ({ than: 9 }) } };
    expect(explored(computed, 'asked').states).toBe(2);
  });

  it('of `and`, `or` and `not`, and within them', () => {
    const guards = {
      ...open,
      both: and(['isOpen', 'isShut'] as never),
      either: or(['isOpen', 'isShut'] as never),
      neither: not('either' as never),
      some: 'either',
      none: 'neither',
      all: 'both',
    };
    expect(explored(guards, 'some').states).toBe(2);
    expect(explored(guards, 'none').states).toBe(1);
    expect(explored(guards, 'all').states).toBe(1);
    const result = explored(guards, and(['some', not('none' as never)] as never));
    expect(result.states).toBe(2);
    expect(result.coverage.machines[0]!.guards).toEqual({
      visited: ['either true', 'isOpen true', 'neither false', 'none false', 'some true'],
      unvisited: [
        'either false',
        'isOpen false',
        'isShut false',
        'isShut true',
        'neither true',
        'none true',
        'some false',
      ],
    });
  });
});
