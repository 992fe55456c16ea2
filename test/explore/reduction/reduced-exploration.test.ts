// Goal: with the reduction a search tells what it tells without, of fewer states; and where it cannot, it says so. Method: a network of ours that has all kinds of claims, one
// that goes on for ever, one with a fault, and one whose monitor hears steps, each searched both ways.

import { describe, expect, it } from 'vitest';
import { createMachine, setup } from 'xstate';
import { dispatchCombine } from '../../../properties/dispatch-combine/family.js';
import { choose, componentRef, defineNetwork, explore, monitor } from '../../../src/index.js';
import { exploreReduced, UNSHARED } from '../../../src/explore/reduction/explore-reduced.js';
import { sendTo } from 'xstate';

const sizes = { dies: 2, tokens: 1, layers: 1 };

const caller = setup({ actions: { call: sendTo(componentRef('callee'), { type: 'CALL' }) } }).createMachine({
  id: 'caller',
  initial: 'ready',
  states: { ready: { tags: 'rest', on: { GO: { actions: 'call' } } } },
});
const callee = createMachine({
  id: 'callee',
  initial: 'open',
  states: { open: { tags: 'rest', on: { CALL: {} } } },
});
const components = { caller: { machine: caller, stimuli: [{ type: 'GO' }] }, callee: { machine: callee } };

describe('the reduction', () => {
  it('tells what a search of all states tells, of fewer', () => {
    const { network } = choose(dispatchCombine, sizes);
    const full = explore(network);
    const reduced = exploreReduced(network, {}, UNSHARED);
    expect(full.states).toBe(1_040);
    expect(reduced.states).toBeLessThan(300);
    expect(reduced.reduction).toMatchObject({ alone: expect.any(Number) as number });
    const told = ({ verdict, terminal, properties, violations, vacuous, neverSeen }: typeof full) => ({
      verdict,
      terminal,
      properties,
      violations,
      vacuous,
      neverSeen,
    });
    expect(told(reduced)).toEqual(told(full));
  });

  it('leaves a violation to a search of all states, which finds a shortest way', () => {
    const { network } = choose(dispatchCombine, sizes, ['A1']);
    const full = explore(network);
    const reduced = exploreReduced(network, {}, UNSHARED);
    expect(reduced.violations).toEqual(full.violations);
    expect(reduced.reduction).toEqual({
      left: 'something is violated, of which a shortest way is looked for',
    });
  });

  it('leaves runs that may go on for ever to a search of all states', () => {
    const network = defineNetwork({
      name: 'calls',
      components,
      channels: { default: { kind: 'fifo', capacity: 2 } },
    });
    const { verdict, reduction } = exploreReduced(network, {}, UNSHARED);
    expect(verdict).toBe(explore(network).verdict);
    expect(reduction).toEqual({ left: 'runs may go on for ever, of which only all states tell' });
    const withoutChecks = exploreReduced(network, { progressChecks: false }, UNSHARED);
    expect(withoutChecks.reduction).toMatchObject({ full: expect.any(Number) as number });
  });

  it('takes no part where a monitor hears steps', () => {
    const counting = createMachine({
      id: 'counting',
      initial: 'even',
      states: { even: { on: { step: 'odd' } }, odd: { on: { step: 'even' } }, never: { tags: 'violation' } },
    });
    const network = defineNetwork({
      name: 'watched',
      components,
      channels: { default: { kind: 'sync' } },
      properties: [monitor('counts', counting)],
    });
    expect(exploreReduced(network).reduction).toEqual({
      left: "the monitor 'counts' hears steps as such",
    });
  });
});
