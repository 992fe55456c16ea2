// Goal: the labels of steps, and which kinds are faults. Method: one step of each kind.

import { describe, expect, it } from 'vitest';
import { isFaultStep, labelOf, type Step } from '../../src/network/step.js';

const message = { from: 'die.1', to: 'window.0', lane: '', event: { type: 'WRITE', slot: 3 } };

const STEPS: readonly (readonly [label: string, isFault: boolean, step: Step])[] = [
  ['die.1 ⇒ window.0: WRITE {slot: 3}', false, { kind: 'deliver', ...message }],
  ['die.1 ⇒ window.0 (data): WRITE {slot: 3}', false, { kind: 'deliver', ...message, lane: 'data' }],
  ['drop die.1 ⇒ window.0: WRITE {slot: 3}', true, { kind: 'drop', ...message }],
  ['duplicate die.1 ⇒ window.0: WRITE {slot: 3}', true, { kind: 'duplicate', ...message }],
  ['tm ⏱ patience in waiting', false, { kind: 'timer', component: 'tm', timer: 'patience in waiting' }],
  ['environment ⇒ tm: ABORT', false, { kind: 'stimulus', component: 'tm', event: { type: 'ABORT' } }],
  ['crash rm.0', true, { kind: 'crash', component: 'rm.0' }],
];

describe.each(STEPS)('%s', (label, isFault, step) => {
  it('is its label', () => {
    expect(labelOf(step)).toBe(label);
  });

  it(isFault ? 'is a fault' : 'is no fault', () => {
    expect(isFaultStep(step.kind)).toBe(isFault);
  });
});
