// Goal: rules of fairness that are about nothing are refused, with a sentence that says what there is. Method: one wrong rule for each; what the right ones
// mean is told by drawings, in test/explore/progress-checks.test.ts.

import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { CheckError, defineNetwork, type FairnessSpec } from '../../src/index.js';

const machine = createMachine({ id: 'm', tags: 'rest', on: { GO: {}, STOP: {} } });

const fair = (fairness: unknown) =>
  defineNetwork({
    name: 'pair',
    components: { left: { machine, stimuli: [{ type: 'GO' }, { type: 'STOP' }] }, right: { machine } },
    fairness: fairness as FairnessSpec,
  });

const ABOUT =
  'must be about timers (`component`, and `timer` or not), about a stimulus (`component` and `stimulus`), about the end of an actor (`component` and `actor`) or about deliveries (`from`, `to`, `lane`, `event`).';

describe('rules of fairness are refused', () => {
  it.each<[string, unknown, string]>([
    [
      'of a kind that there is not',
      'week',
      "The fairness of network 'pair' is 'week'; use one of none, weak, strong. Did you mean 'weak'?",
    ],
    [
      'with a default that there is not',
      { default: 'fair', units: [] },
      "The fairness of network 'pair' is 'fair'; use one of none, weak, strong.",
    ],
    [
      'without a list',
      { default: 'weak' },
      "The fairness of network 'pair' has no list of `units`; give one of rules, or one word for all: none, weak, strong.",
    ],
    [
      'without a kind',
      { units: [{ fairness: 'weak' }, { component: 'left' }] },
      "The fairness of network 'pair', in rule 2, is 'undefined'; use one of none, weak, strong.",
    ],
    [
      'with a key that there is not',
      { units: [{ component: 'left', timr: 'a', fairness: 'weak' }] },
      "The fairness of network 'pair', in rule 1, has no 'timr'; it has fairness, component, timer, stimulus, actor, from, to, lane, event. Did you mean 'timer'?",
    ],
    [
      'of a component that there is not',
      { units: [{ component: 'lefd', fairness: 'weak' }] },
      "The fairness of network 'pair', in rule 1, names 'lefd', which is not a component; the components are left, right. Did you mean 'left'?",
    ],
    [
      'of a receiver that there is not',
      { units: [{ from: 'left', to: 'rigth', fairness: 'weak' }] },
      "The fairness of network 'pair', in rule 1, names 'rigth', which is not a component; the components are left, right. Did you mean 'right'?",
    ],
    [
      'of a stimulus that the component has not',
      { units: [{ component: 'left', stimulus: 'STOPP', fairness: 'weak' }] },
      "The fairness of network 'pair', in rule 1, names the stimulus 'STOPP', which component 'left' does not have; it has GO, STOP. Did you mean 'STOP'?",
    ],
    [
      'of a stimulus of a component that has none',
      { units: [{ component: 'right', stimulus: 'GO', fairness: 'weak' }] },
      "The fairness of network 'pair', in rule 1, names the stimulus 'GO', which component 'right' does not have; it has none.",
    ],
    [
      'of a stimulus without a component',
      { units: [{ stimulus: 'GO', fairness: 'weak' }] },
      `The fairness of network 'pair', in rule 1, ${ABOUT}`,
    ],
    [
      'of an actor that the component has not',
      { units: [{ component: 'left', actor: 'lookup', fairness: 'weak' }] },
      "The fairness of network 'pair', in rule 1, names the actor 'lookup', which component 'left' does not have; it has none.",
    ],
    [
      'of an actor without a component',
      { units: [{ actor: 'lookup', fairness: 'weak' }] },
      `The fairness of network 'pair', in rule 1, ${ABOUT}`,
    ],
    [
      'of a timer without a component',
      { units: [{ timer: 'soon', fairness: 'weak' }] },
      `The fairness of network 'pair', in rule 1, ${ABOUT}`,
    ],
    [
      'of a timer and a stimulus',
      { units: [{ component: 'left', timer: 'soon', stimulus: 'GO', fairness: 'weak' }] },
      `The fairness of network 'pair', in rule 1, ${ABOUT}`,
    ],
    [
      'of a timer and a delivery',
      { units: [{ component: 'left', timer: 'soon', to: 'right', fairness: 'weak' }] },
      `The fairness of network 'pair', in rule 1, ${ABOUT}`,
    ],
    [
      'of what is no text',
      { units: [{ component: 7, fairness: 'weak' }] },
      "The fairness of network 'pair', in rule 1, has as its `component` a number; give a text, or leave it out.",
    ],
    [
      'of a component and a delivery',
      { units: [{ component: 'left', event: 'GO', fairness: 'weak' }] },
      `The fairness of network 'pair', in rule 1, ${ABOUT}`,
    ],
  ])('%s', (_, fairness, message) => {
    expect(() => fair(fairness)).toThrow(CheckError);
    expect(() => fair(fairness)).toThrow(message);
  });
});

it('rules that are about something are taken, and every unit is weakly fair where there are none', () => {
  const units = [
    { component: 'left', fairness: 'none' },
    { component: 'left', stimulus: 'GO', fairness: 'strong' },
    { from: 'left', event: 'A', fairness: 'strong' },
    { lane: 'fast', fairness: 'none' },
    { fairness: 'weak' },
  ] as const;
  expect(fair({ units }).fairness).toEqual({ default: 'weak', units });
  expect(fair({ default: 'none', units }).fairness).toEqual({ default: 'none', units });
  expect(fair('strong').fairness).toEqual({ default: 'strong', units: [] });
  expect(fair(undefined).fairness).toEqual({ default: 'weak', units: [] });
});
