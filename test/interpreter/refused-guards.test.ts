// Goal: a guard that gives no answer but a promise is refused, with a sentence that says what, where and how to mend it: XState would take it for true.
// Method: one machine for each place where a guard may stand.

import { describe, expect, it } from 'vitest';
import { and, enqueueActions, not, setup } from 'xstate';
import { refusal } from '../support/refusal.js';

const isLate = () => Promise.resolve(false) as never;

const told = (when: string, name: string) =>
  `The component 'it' (machine 'm') ${when} asks the guard '${name}', which gives a promise: XState takes that for true. A guard answers at once. Leave out \`async\`, and let what it would wait for come as an event.`;

describe('guards that give a promise', () => {
  const guarded = (guard: unknown) =>
    setup({ guards: { isLate } }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { always: { guard: guard as never, target: 'b' } }, b: {} },
    });

  it.each([
    ['by name', 'isLate', 'isLate'],
    ['within others', and([not('isLate')]), 'isLate'],
    ['without a name', isLate, '(not named)'],
  ])('are refused %s', (_, guard, name) => {
    expect(refusal(guarded(guard))).toBe(told('as it starts', name));
  });

  it('are refused where an action asks them', () => {
    const machine = setup({
      guards: { isLate },
      actions: { look: enqueueActions(({ check }) => void check('isLate' as never)) },
    }).createMachine({ id: 'm', entry: 'look' });
    expect(refusal(machine)).toBe(told('as it starts', 'isLate'));
  });
});
