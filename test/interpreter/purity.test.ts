// Goal: a machine that keeps something outside its context is found out. Method: closures that count, some of which change their
// mind at once and some only after other questions.

import { describe, expect, it } from 'vitest';
import { assign, createMachine, setup } from 'xstate';
import { Engine } from '../../src/engine/engine.js';
import { defineNetwork, monitor } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { refusal } from '../support/refusal.js';

const REMEDY = 'Guards, actions and delays must not keep anything outside the context.';

describe('a machine that is asked twice and answers differently', () => {
  it('by a guard that counts', () => {
    let calls = 0;
    const machine = setup({ guards: { everyOther: () => calls++ % 2 === 0 } }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { on: { GO: { guard: 'everyOther', target: 'b' } } }, b: {} },
    });
    const sentence = refusal(machine);
    expect(sentence).toMatch(
      /^The component 'it' \(machine 'm'\) is not a function of its context and event: on GO it gave «.*» the first time and «.*» the second\. /,
    );
    expect(sentence).toMatch(/«.*b.*» the first time and «.*a.*» the second/);
    expect(sentence.endsWith(REMEDY)).toBe(true);
  });

  it('by an assignment that counts', () => {
    let calls = 0;
    const machine = setup({ actions: { count: assign(() => ({ calls: calls++ })) } }).createMachine({
      id: 'm',
      context: { calls: 0 },
      on: { GO: { actions: 'count' } },
    });
    expect(refusal(machine)).toMatch(
      /on GO it gave «….*calls.*0.*» the first time and «….*calls.*1.*» the second\. /,
    );
  });

  it('as it starts', () => {
    let calls = 0;
    const machine = createMachine({ id: 'm', context: () => ({ calls: calls++ }) });
    expect(refusal(machine)).toMatch(/: as it starts it gave «….*» the first time and «….*» the second\. /);
  });

  it('when a timer fires', () => {
    let calls = 0;
    const machine = setup({ guards: { everyOther: () => calls++ % 2 === 0 } }).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { after: { 5: { guard: 'everyOther', target: 'b' } } }, b: {} },
    });
    expect(refusal(machine)).toMatch(/: when the timer 5 in a fires it gave «/);
  });
});

it('a machine that changes its mind later is found when a sample is asked again at the end', () => {
  let calls = 0;
  const machine = setup({ guards: { atFirst: () => calls++ < 8 } }).createMachine({
    id: 'm',
    initial: 'a',
    states: {
      a: { on: { GO: { guard: 'atFirst', target: 'b' } } },
      b: { on: { GO: { guard: 'atFirst', target: 'c' } } },
      c: { tags: 'rest' },
    },
  });
  const sentence = refusal(machine);
  expect(sentence).toMatch(/ is not a function of (its )?context and event: /);
  expect(sentence.endsWith(REMEDY)).toBe(true);
});

it('two components of one machine that count together are found', () => {
  let calls = 0;
  const machine = setup({ guards: { atFirst: () => calls++ < 2 } }).createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { tags: 'rest', on: { GO: { guard: 'atFirst', target: 'b' } } }, b: { tags: 'rest' } },
  });
  const component: ComponentSpec = { machine, stimuli: [{ type: 'GO' }] };
  const network = defineNetwork({ name: 'two', components: { one: component, other: component } });
  expect(() => explore(network)).toThrow(/is not a function of (its )?context and event/);
});

it('a machine that reads what never changes is pure', () => {
  const limit = 3;
  const machine = setup({
    types: { context: {} as { readonly n: number } },
    guards: { isBelow: ({ context }) => context.n < limit },
    actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
  }).createMachine({
    id: 'm',
    tags: 'rest',
    context: { n: 0 },
    on: { GO: { guard: 'isBelow', actions: 'count' } },
  });
  const result = explore(
    defineNetwork({ name: 'pure', components: { it: { machine, stimuli: [{ type: 'GO' }] } } }),
  );
  expect(result).toMatchObject({ verdict: 'holds', states: 4, steps: 3 });
});

it('each question counts once, and not once a state', () => {
  // Ten switches of one machine: 1024 states, but only two local states each.
  const machine = createMachine({
    id: 'switch',
    initial: 'off',
    states: { off: { on: { TOGGLE: 'on' } }, on: { on: { TOGGLE: 'off' } } },
  });
  const components = Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [`switch.${index}`, { machine, stimuli: [{ type: 'TOGGLE' }] }]),
  );
  const result = explore(defineNetwork({ name: 'switches', components }));
  expect(result).toMatchObject({ states: 1024, steps: 10 * 1024 });
  // Each: its start and two toggles. How often they are repeated depends on time, and is not told.
  expect(result.xstateCalls).toBe(10 * 3);
});

it('a sample of each machine is asked again, however many components have it', () => {
  const count = 1_000;
  let starts = 0;
  const machine = createMachine({
    id: 'still',
    tags: 'rest',
    context: () => {
      starts++;
      return {};
    },
  });
  const components = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`still.${index}`, { machine }]),
  );
  const engine = new Engine(defineNetwork({ name: 'still', components }));
  engine.initialStates();
  expect(engine.xstateCalls).toBe(count);
  // Each starts once; the first 64, and then every sixteenth, start twice more, and once with copies of what they are given.
  const sampled = 64 + Math.ceil(count / 16) - 64 / 16;
  expect(starts).toBe(count + 3 * sampled);
  starts = 0;
  engine.recheck();
  // At the end the first and 256 others once more, and those that were not in the sample with copies, too. Time may cut it short.
  expect(starts).toBeGreaterThan(0);
  expect(starts).toBeLessThanOrEqual(2 * (1 + 256));
});

it('an impure monitor is found', () => {
  let calls = 0;
  const machine = setup({ guards: { everyOther: () => calls++ % 2 === 0 } }).createMachine({
    id: 'w',
    initial: 'a',
    states: { a: { on: { step: { guard: 'everyOther', target: 'b' } } }, b: { tags: 'pending' } },
  });
  const network = defineNetwork({
    name: 'monitored',
    components: {
      it: { machine: createMachine({ id: 'm', tags: 'rest', on: { GO: {} } }), stimuli: [{ type: 'GO' }] },
    },
    properties: [monitor('watch', machine)],
  });
  expect(() => explore(network)).toThrow(
    /^The monitor 'watch' \(machine 'w'\) is not a function of its context and event/,
  );
});
