// Goal: whatever a test puts in the place of chance, a clock or an effect is noticed before the next question, and its removal too. Method: each
// place by itself, on its own watch.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { forbidHiddenInputs } from '../../src/interpreter/hidden-inputs.js';
import { watchGlobals } from '../../src/interpreter/present-globals.js';

afterEach(() => {
  vi.restoreAllMocks();
});

const PLACES: readonly (readonly [name: string, owner: object, key: string])[] = [
  ['Math.random', Math, 'random'],
  ['Date.now', Date, 'now'],
  ['performance.now', performance, 'now'],
  ['crypto.randomUUID', crypto, 'randomUUID'],
  ['crypto.getRandomValues', crypto, 'getRandomValues'],
  ['process.hrtime', process, 'hrtime'],
  ['process.hrtime.bigint', process.hrtime, 'bigint'],
  ['process.nextTick', process, 'nextTick'],
  ['setTimeout', globalThis, 'setTimeout'],
  ['setInterval', globalThis, 'setInterval'],
  ['setImmediate', globalThis, 'setImmediate'],
  ['queueMicrotask', globalThis, 'queueMicrotask'],
  ['fetch', globalThis, 'fetch'],
  ['Date', globalThis, 'Date'],
  ['performance', globalThis, 'performance'],
  ['Intl', globalThis, 'Intl'],
  ['Intl.DateTimeFormat', Intl, 'DateTimeFormat'],
];

describe.each(PLACES)('what stands in the place of %s', (_, owner, key) => {
  it('is noticed while it stands there', () => {
    const isAsBefore = watchGlobals(Date);
    const held = Object.getOwnPropertyDescriptor(owner, key);
    expect(isAsBefore()).toBe(true);
    // A copy: some of what follows is read by whoever runs the test.
    const before = (owner as Record<string, unknown>)[key];
    const other =
      typeof before === 'function' ? (before as () => unknown).bind(owner) : Object.create(before as object);
    Object.defineProperty(owner, key, { value: other, configurable: true, writable: true });
    const isNoticed = !isAsBefore();
    if (held === undefined) delete (owner as Record<string, unknown>)[key];
    else Object.defineProperty(owner, key, held);
    expect(isNoticed).toBe(true);
    expect(isAsBefore()).toBe(true);
  });
});

it('a clock of which only the method was replaced is refused', () => {
  vi.spyOn(performance, 'now').mockReturnValue(5);
  expect(() => forbidHiddenInputs(() => performance.now())).toThrow('hidden input: performance.now()');
  expect(performance.now()).toBe(5);
});
