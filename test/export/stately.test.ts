// Goal: the text for Stately reads as one literal, names what has no name, and says what it cannot show.

import { describe, expect, it } from 'vitest';
import {
  and,
  type AnyStateMachine,
  assign,
  createActor,
  createMachine,
  fromPromise,
  not,
  or,
  setup,
  transition,
} from 'xstate';
import { exportStately } from '../../src/export/stately.js';
import { importModule } from './import-module.js';
import { imported, machineOf } from './machines.js';

it('a chart is one literal after its stubs', () => {
  const machine = setup({
    guards: { 'is open': () => true },
    actions: { note: () => {} },
    delays: { slow: 250, computed: () => 3 },
  }).createMachine({
    id: 'door',
    context: { count: 0, sizes: [1, 2] },
    initial: 'shut',
    states: {
      shut: { on: { OPEN: { guard: 'is open', target: 'open', actions: 'note' } } },
      open: { after: { slow: 'shut', computed: 'shut' } },
    },
  });
  expect(exportStately(machine, 'cabin-door')).toBe(`\
// The chart of 'cabin-door' for Stately's editor and visualizer, exported by cloudmatrix-check.
// The chart is whole; its guards, actions, delays and actors are stubs, but for guards and assignments that need nothing but the context: those are as written.
import { setup } from 'xstate';

export const cabinDoor = setup({
  guards: {
    'is open': () => true,
  },
  actions: {
    note: () => {},
  },
  delays: {
    slow: 250,
    computed: 1000, // computed in the original
  },
}).createMachine({
  id: 'door',
  context: {
    count: 0,
    sizes: [1, 2],
  },
  initial: 'shut',
  states: {
    shut: {
      on: {
        OPEN: {
          guard: 'is open',
          target: 'open',
          actions: 'note',
        },
      },
    },
    open: {
      after: {
        slow: 'shut',
        computed: 'shut',
      },
    },
  },
});
`);
});

describe('a context', () => {
  it.each([
    { title: 'plain data', context: { list: [{ deep: -0 }, 2n], text: 'x' } },
    { title: 'a function without parameters', context: () => ({ count: 3 }) },
  ])('that is $title is kept', async ({ context }) => {
    const machine = machineOf({ context });
    const expected = typeof context === 'function' ? context() : context;
    expect((await imported(machine)).config.context).toStrictEqual(expected);
  });

  it.each([
    { title: 'a function of the input', context: ({ input }: { input: unknown }) => ({ input }) },
    {
      title: 'a function that throws',
      context: () => {
        throw new Error('no');
      },
    },
    { title: 'a class instance', context: { when: new Map() } },
  ])('that is $title is empty, and a comment says so', async ({ context }) => {
    const machine = machineOf({ context });
    expect((await imported(machine)).config.context).toEqual({});
    expect(exportStately(machine, 'chart')).toContain(
      '// The context is computed from the input of the machine; here it is empty.\n',
    );
  });
});

describe('parts without names', () => {
  const machine = machineOf({
    initial: 'idle',
    on: { 'idle.GO': { guard: () => true } },
    states: {
      idle: {
        entry: [() => {}, assign({})],
        on: {
          GO: [
            { target: 'done', guard: () => true },
            { guard: and(['isOpen', not({ type: 'isOpen' }), () => true]), actions: assign({}) },
          ],
        },
        invoke: { src: fromPromise(async () => 1), input: () => 1 },
      },
      done: { type: 'final', output: () => 1 },
    },
  });

  it('get names, and comments list them', () => {
    const text = exportStately(machine, 'chart');
    expect(text.split('\n').filter((line) => line.startsWith('// '))).toEqual([
      "// The chart of 'chart' for Stately's editor and visualizer, exported by cloudmatrix-check.",
      '// The chart is whole; its guards, actions, delays and actors are stubs, but for guards and assignments that need nothing but the context: those are as written.',
      '// A guard that is a stub answers so that the chart moves on.',
      "// The name 'guard@idle.GO.0' stands for a function, which has no name in the original.",
      "// The name 'action@idle.entry.0' stands for a function, which has no name in the original.",
      "// The name 'action@idle.entry.1' stands for an action made by assign(), which has no name in the original.",
      "// The name 'guard@idle.GO.0~2' stands for a function, which has no name in the original.",
      "// The name 'guard@idle.GO.1' stands for and('isOpen', not('isOpen'), a function), which has no name in the original.",
      "// The name 'action@idle.GO.1.0' stands for an action made by assign(), which has no name in the original.",
      "// The name 'actor@idle.invoke.0' stands for actor logic, which has no name in the original.",
      "// What is computed at 'idle.invoke.0.input' is left out.",
      "// What is computed at 'done.output' is left out.",
    ]);
  });

  it('are referred to by those names', async () => {
    const chart = await imported(machine);
    expect(Object.keys(chart.implementations.guards)).toEqual([
      'guard@idle.GO.0',
      'guard@idle.GO.0~2',
      'guard@idle.GO.1',
    ]);
    const { idle } = chart.config.states as Record<string, { on: { GO: { guard: string }[] } }>;
    expect(idle?.on.GO.map(({ guard }) => guard)).toEqual(['guard@idle.GO.0~2', 'guard@idle.GO.1']);
  });

  it('in parameters are left out', () => {
    const computed = createMachine({
      on: { GO: { guard: { type: 'isAbove', params: () => ({ floor: 2 }) } } },
    });
    const text = exportStately(computed, 'chart');
    expect(text).toContain("// What is computed at 'GO.0.params' is left out.\n");
    expect(text).toContain("type: 'isAbove'");
  });

  it('in parameters leave a stub of what would read them, and are no reason for one of what does not', async () => {
    type Params = { readonly by: number };
    const counter = (params: unknown) =>
      setup({
        guards: {
          isBelow: ({ context }, { by }: Params) => context.count < by,
          isEven: ({ context }) => context.count % 2 === 0,
        },
        actions: { add: assign({ count: ({ context }, { by }: Params) => context.count + by }) },
      }).createMachine({
        context: { count: 0 },
        initial: 'on',
        states: {
          on: {
            on: {
              ADD: { guard: { type: 'isBelow', params }, actions: { type: 'add', params } },
              OFF: { guard: { type: 'isEven', params }, target: 'off' },
            },
          },
          off: {},
        },
      } as never);
    const [plain, computed] = await Promise.all(
      [{ by: 1 }, () => ({ by: 1 })].map((params) => imported(counter(params) as never)),
    );
    // One ADD, and a second one that is not taken.
    expect(runOf(plain!, 'ADD', 'ADD')).toMatchObject({ status: 'active', context: { count: 1 } });
    expect(runOf(computed!, 'ADD', 'OFF')).toMatchObject({ status: 'active', value: 'off' });
    const text = exportStately(counter(() => ({ by: 1 })) as never, 'counter');
    expect(text).not.toContain('{ by }');
  });
});

function runOf(machine: AnyStateMachine, ...types: readonly string[]) {
  const actor = createActor(machine).start();
  for (const type of types) actor.send({ type });
  return actor.getSnapshot() as unknown;
}

describe('the constant', () => {
  it.each([
    { name: 'receive-window', constant: 'receiveWindow' },
    { name: 'Path', constant: 'path' },
    { name: '2pc', constant: 'machine2pc' },
    { name: 'default', constant: 'machineDefault' },
    { name: 'setup', constant: 'machineSetup' },
    { name: '⇒', constant: 'machine' },
    { name: 'a\n// b', constant: 'aB' },
  ])('of $name is $constant', async ({ name, constant }) => {
    expect(Object.keys(await importModule(exportStately(createMachine({}), name)))).toEqual([constant]);
  });
});

it.each([undefined, {}, 'door'])('what is no machine is refused: %j', (what) => {
  expect(() => exportStately(what as never)).toThrow(
    "`exportStately` has no machine; give it one made by XState's `setup(...).createMachine(...)` (version 5).",
  );
});

const FLOOR = 2;

describe('an implementation', () => {
  const machine = setup({
    types: {
      context: {} as { n: number; text: string },
      events: {} as { type: string; size?: { x: number } },
    },
    guards: {
      isOdd: ({ context }) => Math.abs(context.n) % 2 === 1,
      isAboveFloor: ({ context }) => context.n > FLOOR,
      isWide: ({ event }) => event.size!.x > 3,
      either: or(['isOdd', 'isWide']),
      isOld: function ({ context: { n } }) {
        const limit = (years: number) => years + n;
        return limit(1) > 3;
      },
    },
    actions: {
      count: assign({ n: ({ context }) => context.n + 1, text: 'counted' }),
      lower: assign(({ context }) => ({ n: context.n - 2 })),
      note: () => {},
    },
  }).createMachine({
    id: 'counter',
    context: { n: 0, text: '' },
    initial: 'low',
    states: {
      low: {
        on: {
          UP: { guard: 'isOdd', target: 'high', actions: 'count' },
          DOWN: [
            { guard: 'isAboveFloor', actions: 'lower' },
            { guard: 'either', target: 'high' },
          ],
          WIDE: { guard: 'isWide', target: 'high' },
          OLD: { guard: 'isOld', target: 'high', actions: 'note' },
        },
      },
      high: {
        always: { guard: 'isAboveFloor', target: 'low' },
        on: { DOWN: 'low' },
      },
    },
  });
  const text = exportStately(machine);

  it('that uses nothing from around it is as written, and does the same', async () => {
    const { guards, actions } = (await imported(machine)).implementations;
    expect(String(guards.isOdd)).toBe(String(machine.implementations.guards.isOdd));
    expect(String(guards.isOld)).toBe(String(machine.implementations.guards.isOld));
    const [after] = transition(
      await imported(machine),
      (await imported(machine)).resolveState({ value: 'low', context: { n: 1, text: '' } } as never),
      { type: 'UP' } as never,
    );
    expect(after).toMatchObject({ value: 'high', context: { n: 2, text: 'counted' } });
    expect(typeof actions.note).toBe('function');
  });

  it('that uses something else, or needs a payload, is a stub with which the chart moves', () => {
    expect(text).toContain('    isAboveFloor: () => false,\n');
    expect(text).toContain('    isWide: () => true,\n');
    expect(text).toContain('    either: () => true,\n');
    expect(text).toContain('    lower: assign(({ context }) => ({ n: context.n - 2 })),\n');
  });

  it('is a stub where the context is not what it would be', () => {
    const actions = { count: assign({ n: ({ context }) => context.n + FLOOR }) };
    const changed = exportStately(machine.provide({ actions: actions as never }));
    expect(changed).toContain('    isOdd: () => true,\n');
    expect(changed).toContain('    lower: () => {},\n');
  });
});
