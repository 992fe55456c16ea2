// Goal: the labels of steps, one for one content and printable, whom they name, and which kinds are faults.
// Method: one step of each kind, and steps drawn from names that look like parts of a label.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalKey } from '../../src/network/canonical.js';
import {
  componentsNamedIn,
  isFaultStep,
  labelOf,
  partsNamedIn,
  partsOfTimer,
  type Step,
} from '../../src/network/step.js';
import { timerName } from '../../src/interpreter/timer-set.js';

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

/** Texts that look like parts of a label. */
const text = fc.string({
  unit: fc.constantFrom(
    'a',
    ' ',
    '⇒',
    ' ⇒ ',
    ': ',
    ' (',
    ')',
    ' ⏱ ',
    'crash ',
    'drop ',
    ' {',
    "'",
    ' to ',
    ' in ',
  ),
  minLength: 1,
  maxLength: 5,
});
const event = fc.record({ type: text, payload: text }, { requiredKeys: ['type'] });
const drawnStep: fc.Arbitrary<Step> = fc.oneof(
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

describe('what a label names', () => {
  it('is what its step has, whatever ids, lanes and events look like', () => {
    fc.assert(
      fc.property(drawnStep, (step) => {
        const parts = partsNamedIn(labelOf(step));
        switch (step.kind) {
          case 'timer':
          case 'crash':
            expect(parts).toEqual(step);
            break;
          case 'stimulus':
            expect(parts).toEqual({ kind: 'stimulus', component: step.component, type: step.event.type });
            break;
          default: {
            const { from, to, lane } = step;
            expect(parts).toEqual({ kind: 'message', from, to, lane, type: step.event.type });
          }
        }
      }),
    );
  });

  it('is of a message that is lost behind the head of a queue the same', () => {
    const label = labelOf({ kind: 'drop', ...message, event: { type: 'WRITE' }, nth: 2 });
    expect(partsNamedIn(label)).toMatchObject({ type: 'WRITE' });
  });

  it.each(['a step', '', 'crash ', 'a ⇒ b', 'a ⇒ b (c', "'a ⇒ b: C"])('is nothing in %s', (label) => {
    expect(partsNamedIn(label)).toBeUndefined();
  });
});

describe('what a timer names', () => {
  it('is what it has, whatever its id, event and addressee look like', () => {
    const timer = fc.record({ id: fc.option(text), event, target: fc.option(text) });
    fc.assert(
      fc.property(timer, ({ id, event: { type, ...data }, target }) => {
        const pending = { id: id ?? undefined, event: { type, ...data }, target: target ?? undefined };
        const name = timerName({ ...pending, key: '', isCancellable: true, isForActor: false }, new Map());
        expect(partsOfTimer(name)).toEqual({
          type,
          ...(id !== null && { id }),
          ...(target !== null && { target }),
        });
      }),
    );
  });
});

describe('the components that a label names', () => {
  it('are the one that acts, and hardly ever others', () => {
    const ids = ['die.1', 'window.0', 'tm', 'rm.0', 'environment'];
    const named = STEPS.map(([label]) => componentsNamedIn(label).filter((id) => ids.includes(id)));
    const actors = STEPS.map(([, , step]) => ['to' in step ? step.to : step.component]);
    expect(named).toEqual(actors);
  });

  it('include the one that acts, whatever ids, lanes and events look like', () => {
    fc.assert(
      fc.property(drawnStep, (drawn) => {
        const actor = 'to' in drawn ? drawn.to : drawn.component;
        expect(componentsNamedIn(labelOf(drawn))).toContain(actor);
      }),
    );
  });

  it('are found in time that grows with the length of the label', () => {
    const label = labelOf({
      kind: 'deliver',
      ...message,
      event: { type: 'T', text: ' ⇒ a: b ⏱ ('.repeat(100_000) } as never,
    });
    const started = performance.now();
    expect(componentsNamedIn(label)).toEqual(['window.0']);
    expect(componentsNamedIn(`x${' '.repeat(500_000)}`)).toEqual([]);
    expect(componentsNamedIn(`'${'\\'.repeat(500_000)}`)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

/** Names that could be taken for parts of a label. */
const name = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      'a',
      ' ',
      '⇒',
      ' ⇒ ',
      ': ',
      ':',
      ' (',
      ')',
      ' {',
      '}',
      ' ⏱ ',
      "'",
      '\\',
      '\n',
      '\u202e',
      ', ',
    ),
    maxLength: 4,
  }),
  fc.constantFrom(
    'environment',
    'crash',
    'crash a',
    'drop',
    'drop a',
    'duplicate a',
    '__proto__',
    'constructor',
    '*',
  ),
);
const payload = fc.dictionary(name, fc.oneof(name, fc.constantFrom(0, -0, null, undefined, 1n)), {
  maxKeys: 2,
});
const anyEvent = fc.tuple(payload, name).map(([fields, type]) => ({ ...fields, type }));
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record(
    {
      kind: fc.constantFrom('deliver' as const, 'drop' as const, 'duplicate' as const),
      from: name,
      to: name,
      lane: name,
      event: anyEvent,
    },
    { noNullPrototype: true },
  ),
  fc.record(
    { kind: fc.constant('stimulus' as const), component: name, event: anyEvent },
    { noNullPrototype: true },
  ),
  fc.record({ kind: fc.constant('crash' as const), component: name }, { noNullPrototype: true }),
);

describe('labels', () => {
  it('are different for different steps, and the same for the same content', () => {
    const seen = new Map<string, string>();
    fc.assert(
      fc.property(anyStep, (step) => {
        const key = canonicalKey(step, 'step');
        const label = labelOf(step);
        expect(seen.get(label) ?? key).toBe(key);
        seen.set(label, key);
      }),
      { numRuns: 5_000 },
    );
    const orders = [
      { type: 'M', a: 1, b: { c: 2, d: 3 } },
      { b: { d: 3, c: 2 }, a: 1, type: 'M' },
    ];
    expect(orders.map((event) => labelOf({ kind: 'stimulus', component: 'c', event }))).toEqual([
      'environment ⇒ c: M {a: 1, b: {c: 2, d: 3}}',
      'environment ⇒ c: M {a: 1, b: {c: 2, d: 3}}',
    ]);
  });

  it('can be printed', () => {
    fc.assert(
      fc.property(anyStep, (step) => {
        expect(labelOf(step)).toMatch(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u);
      }),
    );
  });

  it.each([
    ["environment ⇒ c: 'A {x: 1}'", 'c', { type: 'A {x: 1}' }],
    ['environment ⇒ c: A {x: 1}', 'c', { type: 'A', x: 1 }],
    ["environment ⇒ 'a: b': GO", 'a: b', { type: 'GO' }],
    ["environment ⇒ 'environment': ''", 'environment', { type: '' }],
    ['environment ⇒ my worker(1): user:log.in*', 'my worker(1)', { type: 'user:log.in*' }],
    [
      "environment ⇒ c: 'a\\nb\\u{202e}\\u{2028}\\ud800\\u{7f}'",
      'c',
      { type: 'a\nb\u202e\u2028\ud800\u007f' },
    ],
    ["environment ⇒ c: T {'a b': '\\u{200b}', 'é': 'é'}", 'c', { type: 'T', 'a b': '\u200b', é: 'é' }],
    [
      'environment ⇒ c: T [no prototype] {x: 1}',
      'c',
      Object.assign(Object.create(null), { type: 'T', x: 1 }),
    ],
  ])('%s', (label, component, event) => {
    expect(labelOf({ kind: 'stimulus', component, event: event as { type: string } })).toBe(label);
    expect(componentsNamedIn(label)).toEqual([component]);
  });
});
