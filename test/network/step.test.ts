// Goal: the labels of steps, and which kinds are faults. Method: one step of each kind.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actorsNamedIn, isFaultStep, labelOf, type Step } from '../../src/network/step.js';

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

describe('the components that a label names', () => {
  it('are the one that acts, and hardly ever others', () => {
    const ids = ['die.1', 'window.0', 'tm', 'rm.0', 'environment'];
    const named = STEPS.map(([label]) => actorsNamedIn(label).filter((id) => ids.includes(id)));
    const actors = STEPS.map(([, , step]) => ['to' in step ? step.to : step.component]);
    expect(named).toEqual(actors);
  });

  it('include the one that acts, whatever ids, lanes and events look like', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '⇒', ' ⇒ ', ': ', ' (', ')', ' ⏱ ', 'crash ', 'drop '),
      minLength: 1,
      maxLength: 5,
    });
    const event = fc.record({ type: text, payload: text });
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({
        kind: fc.constantFrom('deliver' as const, 'drop' as const, 'duplicate' as const),
        from: text,
        to: text,
        lane: fc.oneof(fc.constant(''), text),
        event,
      }),
      fc.record({ kind: fc.constant('timer' as const), component: text, timer: text }),
      fc.record({ kind: fc.constant('stimulus' as const), component: text, event }),
      fc.record({ kind: fc.constant('crash' as const), component: text }),
    );
    fc.assert(
      fc.property(step, (drawn) => {
        const actor = 'to' in drawn ? drawn.to : drawn.component;
        expect(actorsNamedIn(labelOf(drawn))).toContain(actor);
      }),
    );
  });
});
