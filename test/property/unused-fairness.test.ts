// Goal: to find rules of fairness that nothing was decided by, no timer is named for each local state in which it was pending: where timers pile up, these are
// millions. Method: the engine of a search through a chart whose timers pile up, and a count of the names that it is asked for.

import { expect, it, vi } from 'vitest';
import { assign, raise, setup } from 'xstate';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import { run } from '../../src/explore/search.js';
import { defineNetwork } from '../../src/index.js';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import { unusedFairness } from '../../src/property/unused-fairness.js';

const TICKS = 12;

/** Each tick leaves a timer of one of two kinds pending. */
const piling = setup({
  types: { context: {} as { ticks: number } },
  guards: { goesOn: ({ context }) => context.ticks < TICKS },
  actions: {
    count: assign({ ticks: ({ context }) => context.ticks + 1 }),
    pile: raise(({ context }) => ({ type: context.ticks % 2 === 0 ? 'EVEN' : 'ODD' }), { delay: 1_000 }),
  },
}).createMachine({
  id: 'piling',
  tags: 'rest',
  context: { ticks: 0 },
  on: { TICK: { guard: 'goesOn', actions: ['count', 'pile'] }, EVEN: {}, ODD: {} },
});

it('asks for the name of each timer once', () => {
  const rule = (timer: string) => ({ component: 'clock', timer, fairness: 'strong' }) as const;
  const search = new BreadthFirst(
    defineNetwork({
      name: 'piling up',
      components: { clock: { machine: piling, stimuli: [{ type: 'TICK' }] } },
      fairness: { units: [rule('ODD'), rule('NEVER')] },
      properties: [],
    }),
  );
  run(search);
  const pending = search.engine.components.flatMap(({ locals }) => locals.flatMap(({ timers }) => timers));
  expect(pending.length).toBeGreaterThan(500);
  const timerName = vi.spyOn(Interpreter.prototype, 'timerName');
  expect(unusedFairness(search.engine)).toEqual([
    "the rule of fairness for component 'clock', timer 'NEVER'",
  ]);
  expect(timerName).toHaveBeenCalledTimes(2);
  timerName.mockRestore();
});
