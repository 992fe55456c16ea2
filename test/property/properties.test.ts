// Goal: the three ways to state a property. Method: what each of them is.

import { expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { always, monitor, reachable } from '../../src/index.js';

it('always, reachable and monitor are plain descriptions', () => {
  const predicate = () => true;
  const machine = createMachine({ id: 'w' });
  expect(always('safe', predicate)).toEqual({ kind: 'always', name: 'safe', holds: predicate });
  expect(reachable('live', predicate)).toEqual({ kind: 'reachable', name: 'live', reached: predicate });
  expect(monitor('watch', machine)).toEqual({ kind: 'monitor', name: 'watch', machine });
  expect(monitor('watch', machine, 3)).toEqual({ kind: 'monitor', name: 'watch', machine, input: 3 });
  expect(monitor('watch', machine, undefined, { from: ['it'] })).toEqual({
    kind: 'monitor',
    name: 'watch',
    machine,
    from: ['it'],
  });
});
