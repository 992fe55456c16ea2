// Goal: delays that are no time are refused, with a sentence that
// says what, where and how to mend it.
// Method: one machine for each.

import { describe, expect, it } from 'vitest';
import { raise, setup } from 'xstate';
import { acting, refusal } from '../support/refusal.js';
import { tell } from '../support/tell.js';

describe('delays', () => {
  const waiting = (delay: unknown) =>
    setup({ delays: { wait: delay as never } }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { after: { wait: 'b' } }, b: {} },
    });

  it.each([
    ['NaN', () => Number.NaN],
    ['-1', () => -1],
    ['-5', -5],
    ['Infinity', () => Number.POSITIVE_INFINITY],
  ])('of %s', (text, delay) => {
    expect(refusal(waiting(delay))).toBe(
      `The component 'it' (machine 'm') as it starts starts a timer with a delay of ${text}. A delay is a finite number of at least 0.`,
    );
  });

  it('that evaluate to something else', () => {
    expect(refusal(waiting(() => undefined))).toBe(
      "The component 'it' (machine 'm') as it starts waits for a delay that is 'undefined'. Delays must evaluate to a number.",
    );
  });

  it.each([
    ['raise', raise({ type: 'X' }, { delay: (() => '5') as never })],
    ['sendTo', tell('it', { type: 'X' }, { delay: (() => '5') as never })],
  ])('of a %s that evaluate to a text, for which XState does not wait', (_, act) => {
    expect(refusal(acting(act))).toMatch(
      /waits for a delay that is '5'\. Delays must evaluate to a number\.$/,
    );
  });

  it.each([
    ['raise', raise({ type: 'X' }, { delay: 'missing' as never })],
    ['sendTo', tell('it', { type: 'X' }, { delay: 'missing' as never })],
  ])('of a %s that are not implemented, which XState would take as none', (_, act) => {
    expect(refusal(acting(act))).toMatch(/the delay 'missing'.*`setup\(\{ delays \}\)`/);
  });

  it('of timers whose id is a symbol, which XState can make no text of', () => {
    expect(refusal(acting(raise({ type: 'X' }, { delay: 5, id: Symbol('s') as never })))).toMatch(
      /starts a timer with the id Symbol\(s\)\. An id is a text or a number\.$/,
    );
  });
});
