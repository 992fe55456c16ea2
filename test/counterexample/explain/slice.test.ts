import { describe, expect, it } from 'vitest';
import { sendTo, setup } from 'xstate';
import { always, componentRef, defineNetwork, explain } from '../../../src/index.js';
import { causalPast } from '../../../src/counterexample/explain/slice.js';
import { explainedFault } from './explained.js';

// Goal: a step is said to play no part only if the others are a counterexample without it.

describe('the causal past', () => {
  // Steps 17 and 18 of C2 are asked of a window, which is as it was before when its answer has been taken.
  it('has whoever was asked, though nothing of him changed', () => {
    const { steps } = explainedFault('dispatch-combine', 'C2', { detourStatesMax: 0 });
    const past = causalPast(steps, [steps.length]);
    expect([17, 18].every((n) => past.has(n))).toBe(true);
    expect(past.size).toBe(steps.length);
  });
});

const clicker = setup({}).createMachine({
  id: 'clicker',
  initial: 'off',
  states: { off: { tags: ['rest'], on: { CLICK: 'on' } }, on: { tags: ['rest'] } },
});

const relay = setup({
  actions: { forward: sendTo(componentRef('target'), { type: 'CLICK' }) },
}).createMachine({
  id: 'relay',
  initial: 'idle',
  states: { idle: { tags: ['rest'], on: { GO: { actions: 'forward' } } } },
});

describe('a trace that nobody has made small', () => {
  it('has steps that play no part, which are said to', () => {
    const network = defineNetwork({
      name: 'clicks',
      components: {
        relay: { machine: relay, stimuli: [{ type: 'GO' }] },
        target: { machine: clicker },
        other: { machine: clicker, stimuli: [{ type: 'CLICK' }] },
      },
      properties: [always('never-on', (view) => !view.matches('target', 'on'))],
    });
    const steps = ['environment ⇒ relay: GO', 'environment ⇒ other: CLICK', 'relay ⇒ target: CLICK'];
    const { steps: told, folds } = explain(network, { property: 'never-on', initial: 0, steps });
    expect(told.map(({ isAside }) => isAside)).toEqual([false, true, false]);
    expect(folds[1]!.words).toBe('environment ⇒ other: CLICK (plays no part)');
  });
});
