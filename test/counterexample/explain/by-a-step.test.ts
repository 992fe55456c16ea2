import { describe, expect, it } from 'vitest';
import { emit, setup } from 'xstate';
import { defineNetwork, explain, explore, monitor } from '../../../src/index.js';

// Goal: a monitor that a step as such brings to its violation is explained by that step, also where something was emitted within it.
// Method: a component that says X; a monitor that hears X, and minds the step that follows.

const talker = setup({ actions: { say: emit({ type: 'X' }) } }).createMachine({
  id: 'talker',
  tags: 'rest',
  on: { GO: { actions: 'say' } },
});

const watchful = setup({
  guards: { isAsked: ({ event }) => event.kind === 'stimulus' },
}).createMachine({
  id: 'watchful',
  initial: 'quiet',
  states: {
    quiet: { on: { X: 'heard' } },
    heard: { on: { step: { guard: 'isAsked', target: 'bad' } } },
    bad: { tags: 'violation' },
  },
});

describe('a monitor that is violated by a step', () => {
  it('is explained by what was emitted within it, and by the step behind that', () => {
    const network = defineNetwork({
      name: 'n',
      components: { a: { machine: talker, stimuli: [{ type: 'GO' }] } },
      properties: [monitor('m', watchful)],
    });
    const [violation] = explore(network).violations;
    expect(explain(network, violation!).why.lines).toMatchObject([
      { n: 1, kind: 'x', words: 'environment ⇒ a: GO (a observes X)' },
      { n: 1, kind: 'the end', words: 'environment ⇒ a: GO' },
    ]);
  });
});
