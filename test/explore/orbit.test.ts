// Goal: symmetry reduction gives the verdicts of the full search, and ways that can be gone. Method: switches, of which only how
// many are on matters, and their unreduced twin.

import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, createMachine, raise, setup } from 'xstate';
import {
  always,
  alwaysPossible,
  CheckError,
  defineNetwork,
  eventually,
  everyComponentCanRest,
  leadsTo,
  monitor,
  reachable,
} from '../../src/index.js';
import type { Property, View } from '../../src/network/property.js';
import { explore } from '../support/agreement.js';
import { verdictsOf } from '../support/results.js';
import { Run } from '../support/run.js';
import { switches } from '../support/switches.js';

const lit = (view: View) => view.components.filter((id) => view.matches(id, 'on')).length;
const lit1 = (view: View) => lit(view) === 1;
const orbit = (view: View) => `${lit(view)} on`;

let calls = 0;
const missing = (): string => {
  throw new Error('no orbit');
};

const properties = (most: number) => [
  always('at most', (view) => most - lit(view)),
  reachable('all on', (view) => lit(view) === view.components.length),
];

describe('orbits', () => {
  const refusal = (what: string) =>
    `${what} cannot be judged together with \`orbit\`, which takes states as one that a run could tell apart. Leave out \`orbit\`, or set progressChecks to false.`;

  it.each([
    { property: eventually('p', () => true) },
    { property: leadsTo('p', () => true, lit1) },
    { property: alwaysPossible('p', () => true) },
    { property: everyComponentCanRest },
  ])(
    'are refused together with a property of kind $property.kind, unless nobody judges it',
    ({ property }) => {
      const network = switches(3, [property]);
      const message = refusal(`The property '${property.name}'`);
      expect(() => explore(network, { orbit })).toThrow(message);
      expect(() => explore(network, { orbit, progressChecks: true })).toThrow(message);
      const result = explore(network, { orbit, progressChecks: false });
      expect(result).toMatchObject({ states: 4, progress: 'left out' });
      expect(Object.keys(verdictsOf(result))).not.toContain(property.name);
      expect(Object.keys(verdictsOf(result))).not.toContain('no-stuck-component');
    },
  );

  it('are refused together with progress checks that are wanted', () => {
    expect(() => explore(switches(3), { orbit, progressChecks: true })).toThrow(refusal('Progress checks'));
    expect(explore(switches(3), { orbit }).progress).toBe('orbit');
  });

  it('are counted instead of states: n + 1 instead of 2^n', () => {
    const result = explore(switches(6), { orbit });
    // Each representative has six steps.
    expect(result).toMatchObject({ verdict: 'holds', states: 7, steps: 42, depth: 7, terminal: 0 });
  });

  it.each([6, 4, 0])('give the verdicts and margins of the full search, at most %i on', (most) => {
    const full = explore(switches(6, properties(most)), { afterViolation: 'continue' });
    const reduced = explore(switches(6, properties(most)), { afterViolation: 'continue', orbit });
    // A component that is stuck is one of many in an orbit: nothing is said of it.
    expect(reduced.progress).toBe('orbit');
    expect(reduced.properties).toEqual(full.properties.filter(({ name }) => name !== 'no-stuck-component'));
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
    const { states, steps, depth } = explore(switches(5), { orbit: identity });
    expect({ states, steps, depth }).toEqual({ states: 32, steps: 160, depth: 6 });
  });

  it.each<[string, unknown, string]>([
    ['gives nothing', () => {}, 'The orbit function gives undefined; it must give a text.'],
    ['gives a number', lit, 'The orbit function gives 0; it must give a text.'],
    [
      'gives a promise',
      () => Promise.resolve(''),
      'The orbit function gives a promise, as an async function does; it must give a text.',
    ],
    [
      'never returns',
      function forever(): string {
        return forever();
      },
      'The orbit function throws: Maximum call stack size exceeded. Correct it.',
    ],
    ['throws', () => missing(), 'The orbit function throws: no orbit. Correct it.'],
    [
      'changes its mind',
      () => `${calls++}`,
      'The orbit function gives different texts for one state; it must depend on the view only.',
    ],
    ['is none', 'on', 'The option orbit is no function; give one from a view to a text.'],
  ])('of a function that %s are refused', (_, wrong, sentence) => {
    expect(() => explore(switches(3, properties(0)), { orbit: wrong as typeof orbit })).toThrow(
      new CheckError(sentence),
    );
  });

  it('fit a budget of exactly as many', () => {
    expect(explore(switches(6), { orbit, statesMax: 7 }).verdict).toBe('holds');
    expect(explore(switches(6), { orbit, statesMax: 6 }).verdict).toBe('inconclusive');
  });

  describe('of what a view does not tell', () => {
    /** Tells all that a view tells, and takes nothing as one. */
    const everything = (tags: readonly string[]) => (view: View) =>
      JSON.stringify(
        view.components.map((id) => [view.context(id), tags.map((tag) => view.hasTag(id, tag))]),
      );
    const armed = setup({ actions: { arm: raise({ type: 'BOOM' }, { delay: 5 }) } }).createMachine({
      id: 'armed',
      initial: 'cold',
      states: {
        cold: { tags: 'cold', on: { SKIP: 'hot', ARM: { target: 'hot', actions: 'arm' } } },
        hot: { tags: ['hot', 'rest'], on: { BOOM: 'boom' } },
        boom: { tags: ['boom', 'rest'] },
      },
    });
    const returning = createMachine({
      id: 'returning',
      context: { hasReturned: false },
      initial: 'out',
      states: {
        out: {
          tags: 'out',
          on: { DEEP: 'in.b', RETURN: { target: 'in.h', actions: assign({ hasReturned: true }) } },
        },
        in: {
          initial: 'a',
          on: { OUT: 'out' },
          states: { a: { tags: 'a' }, b: { tags: 'b' }, h: { type: 'history' } },
        },
      },
    });
    const isArmed = (id: string) => (view: View) => !view.matches(id, 'boom');
    const returnedDeep = (view: View) =>
      !(view.context<{ hasReturned: boolean }>('x').hasReturned && view.hasTag('x', 'b'));
    const told = (...types: readonly string[]) => types.map((type) => ({ type }));

    it.each([
      {
        what: 'pending timers',
        x: { machine: armed, stimuli: told('SKIP', 'ARM') },
        tags: ['cold', 'hot', 'boom'],
        claim: isArmed('x'),
      },
      {
        what: 'history',
        x: { machine: returning, stimuli: told('DEEP', 'RETURN', 'OUT') },
        tags: ['out', 'a', 'b'],
        claim: returnedDeep,
      },
    ])('$what are kept apart', ({ x, tags, claim }) => {
      const network = defineNetwork({ name: 'one', components: { x }, properties: [always('claim', claim)] });
      const full = explore(network, { afterViolation: 'continue' });
      const reduced = explore(network, { afterViolation: 'continue', orbit: everything(tags) });
      expect(reduced.states).toBe(full.states);
      expect(verdictsOf(full).claim).toBe('violated');
      expect(verdictsOf(reduced).claim).toBe('violated');
    });

    it('crashes are, as one that has been used up comes no more', () => {
      const stays = createMachine({ id: 'stays', tags: 'rest' });
      const network = defineNetwork({
        name: 'crashes',
        components: { x: { machine: stays, crashes: { atMost: 2, restarts: true } } },
      });
      expect(explore(network).states).toBe(3);
      expect(explore(network, { orbit: everything([]) }).states).toBe(3);
    });

    /** Components that are alike, of which the view tells how many are in which state. */
    const alike = (
      count: number,
      machine: AnyStateMachine,
      stimuli: readonly string[] = [],
      properties: readonly Property[] = [],
    ) =>
      defineNetwork({
        name: 'alike',
        components: Object.fromEntries(
          Array.from({ length: count }, (_, at) => [`c${at}`, { machine, stimuli: told(...stimuli) }]),
        ),
        properties,
      });
    const numbers = (tags: readonly string[]) => (view: View) =>
      tags.map((tag) => view.components.filter((id) => view.hasTag(id, tag)).length).join();

    it('a timer that runs wherever the state is the same costs no reduction', () => {
      const timed = createMachine({
        id: 'timed',
        initial: 'cold',
        states: { cold: { tags: 'cold', after: { 5: 'hot' } }, hot: { tags: ['hot', 'rest'] } },
      });
      expect(explore(alike(5, timed)).states).toBe(32);
      expect(explore(alike(5, timed), { orbit: numbers(['cold', 'hot']) }).states).toBe(6);
    });

    it('where components in one state differ in it, states are orbits of their own', () => {
      const claim = always('claim', (view) => !view.components.every((id) => view.matches(id, 'boom')));
      const network = alike(2, armed, ['SKIP', 'ARM'], [claim]);
      const full = explore(network, { afterViolation: 'continue' });
      const reduced = explore(network, {
        afterViolation: 'continue',
        orbit: numbers(['cold', 'hot', 'boom']),
      });
      // Each is cold, hot with a timer, hot without, or past it: 16 states, of which the two with one timer and both hot stay two.
      expect([full.states, reduced.states]).toEqual([16, 11]);
      expect(verdictsOf(reduced).claim).toBe('violated');
    });
  });

  describe('together with monitors', () => {
    const refusal = (name: string) =>
      `The monitor '${name}' has more than one state, and \`orbit\` takes states as one that differ only in it: a violation could be missed. Leave out \`orbit\`, or say the same with \`always\`.`;
    const exploring =
      (...machines: readonly AnyStateMachine[]) =>
      () =>
        explore(
          switches(
            3,
            machines.map((machine) => monitor(machine.id, machine)),
          ),
          { orbit, afterViolation: 'continue' },
        );

    it.each([
      createMachine({
        id: 'two',
        initial: 'a',
        states: { a: { on: { step: 'b' } }, b: { tags: 'violation' } },
      }),
      createMachine({
        id: 'deep',
        initial: 'a',
        states: { a: { initial: 'b', states: { b: {}, c: { tags: 'violation' } } } },
      }),
      createMachine({
        id: 'regions',
        type: 'parallel',
        states: { p: {}, q: { initial: 'x', states: { x: {}, y: { tags: 'violation' } } } },
      }),
    ])('of more than one state are refused: $id', (machine) => {
      expect(exploring(createMachine({ id: 'still', tags: 'pending' }), machine)).toThrow(
        refusal(machine.id),
      );
    });

    it('of one state, whose context changes, are refused as it does', () => {
      const machine = setup({
        types: { context: {} as { readonly n: number } },
        actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
      }).createMachine({
        id: 'counting',
        tags: 'pending',
        context: { n: 0 },
        on: { step: { actions: 'count' } },
      });
      expect(exploring(machine)).toThrow(refusal('counting'));
    });

    it('of one state, which stays as it is, are taken, and owe where a run may end', () => {
      const still = createMachine({
        id: 'still',
        initial: 'only',
        states: { only: { tags: 'pending', on: { step: {} } } },
      });
      const regions = createMachine({
        id: 'regions',
        type: 'parallel',
        tags: 'pending',
        states: { p: {}, q: {} },
      });
      const result = exploring(still, regions)();
      expect(result).toMatchObject({ states: 4, terminal: 0, progress: 'orbit' });
      expect(result.violations.map(({ property, steps }) => [property, steps])).toEqual([
        ['still', []],
        ['regions', []],
      ]);
    });
  });
});
