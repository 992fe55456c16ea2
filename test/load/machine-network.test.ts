// Goal: a machine alone is checked as a network, and what that takes for granted can be read and pasted. Method: what is printed is literal; that it
// is a definition of the same network is tried with the package (test/package).

import { expect, it } from 'vitest';
import { type AnyStateMachine, createMachine, enqueueActions, log, sendTo } from 'xstate';
import { explore } from '../../src/index.js';
import { assumptionText, machineNetwork } from '../../src/load/machine-network.js';

const door = createMachine({
  id: 'front door',
  initial: 'shut',
  on: { 'alarm.*': '.open', FORBIDDEN: undefined },
  states: {
    shut: { on: { OPEN: 'open' } },
    open: { on: { SHUT: 'shut', "it's": 'open' }, after: { 1000: 'shut' } },
  },
});

it('is sent the events that it handles, and none of its own timers', () => {
  const { network } = machineNetwork(door, '/project/door.ts', 'door');
  expect(network.components[0]!.stimuli).toEqual([{ type: 'OPEN' }, { type: 'SHUT' }, { type: "it's" }]);
  expect(explore(network)).toMatchObject({ verdict: 'holds', states: 2 });
});

it('is told as a definition', () => {
  const text = assumptionText(machineNetwork(door, '/project/door.ts', 'door'), './door.ts');
  expect(text)
    .toBe(`'./door.ts' exports a machine and no network: it is checked alone, and the environment sends it each of its events, without data, at any time. What alarm.* stands for nobody knows: add those events yourself. To change that, or to add properties and other components, save this beside it and have it checked:

  import { defineNetwork } from 'cloudmatrix-check';
  import { door } from './door.js';

  export const network = defineNetwork({
    name: 'front door',
    components: {
      'front door': {
        machine: door,
        stimuli: [{ type: 'OPEN' }, { type: 'SHUT' }, { type: 'it\\'s' }],
      },
    },
  });
`);
});

it('is sent to each state that has a route', () => {
  const machine = createMachine({
    id: 'pages',
    initial: 'home',
    states: { home: {}, help: { id: 'help', route: {}, tags: 'rest' }, lost: { id: 'lost' } },
  });
  const { network, definition } = machineNetwork(machine, '/project/pages.ts', 'pages');
  expect(definition).toContain("stimuli: [{ type: 'xstate.route', to: '#help' }],");
  expect(explore(network)).toMatchObject({ verdict: 'holds', states: 2 });
});

it('takes what it sends to itself before anything that the environment sends', () => {
  const machine = createMachine({
    id: 'echo',
    initial: 'calling',
    states: {
      calling: {
        entry: sendTo(({ self }) => self, { type: 'HEARD' }),
        on: { HEARD: 'heard', LEAVE: 'left' },
      },
      heard: { tags: 'rest', on: { LEAVE: 'left' } },
      left: { type: 'final' },
    },
  });
  const { network, definition } = machineNetwork(machine, '/project/echo.ts', 'echo');
  expect(definition).toContain("  channels: { default: { kind: 'sync' } },");
  expect(explore(network)).toMatchObject({ verdict: 'holds', states: 2 });
});

it('is not called vacuous for what is taken for granted, where it only might send to itself', () => {
  const machine = createMachine({
    id: 'switch',
    context: { turns: 0 },
    initial: 'off',
    states: {
      off: {
        on: {
          TURN: { target: 'on', actions: enqueueActions(({ enqueue }) => enqueue.assign({ turns: 1 })) },
        },
      },
      on: { tags: 'rest' },
    },
  });
  const { network, definition } = machineNetwork(machine, '/project/switch.ts', 'switch');
  expect(definition).toContain("  channels: { default: { kind: 'sync' } },");
  expect(explore(network)).toMatchObject({ verdict: 'holds', vacuous: [] });
});

it('is checked without what nobody sees of its actions, which is told', () => {
  const machine = createMachine(
    {
      id: 'player',
      initial: 'paused',
      states: {
        paused: { entry: ['pauseVideo', 'showButton'], on: { PLAY: 'playing' } },
        playing: { entry: { type: 'track', params: { what: 'play' } }, on: { PAUSE: 'paused' } },
      },
    },
    { actions: { pauseVideo: () => {}, track: () => {}, greet: log('hello') } },
  );
  const assumed = machineNetwork(machine, '/project/player.ts', 'player');
  expect(assumed.definition).toContain(
    "stimuli: [{ type: 'PLAY' }, { type: 'PAUSE' }],\n      ignoredActions: ['pauseVideo', 'track', 'showButton'],\n",
  );
  expect(assumptionText(assumed, './player.ts')).toContain(
    " at any time. What these actions do is taken not to matter: 'pauseVideo', 'track', 'showButton'. To change that,",
  );
  expect(explore(assumed.network)).toMatchObject({ verdict: 'holds', states: 2 });
});

it('is checked without the plain functions that have no name, which is told', () => {
  const machine = createMachine({
    id: 'player',
    entry: [() => {}, log('hello')],
    initial: 'paused',
    states: {
      paused: { on: { PLAY: { target: 'playing', actions: () => {} } } },
      playing: { on: { PAUSE: 'paused' } },
    },
  });
  const assumed = machineNetwork(machine, '/project/player.ts', 'player');
  expect(assumed.definition).toContain("\n      ignoredActions: ['(anonymous)'],\n");
  expect(assumptionText(assumed, './player.ts')).toContain(
    " at any time. What these actions do is taken not to matter: all plain functions without a name ('(anonymous)'). To change that,",
  );
  expect(explore(assumed.network)).toMatchObject({ verdict: 'holds', states: 2 });
});

it('is refused where its context needs an input, with what to save', () => {
  const machine = createMachine({
    id: 'm',
    context: ({ input }) => ({ n: (input as unknown as { readonly start: number }).start }),
    initial: 'a',
    states: { a: { on: { GO: 'b' } }, b: {} },
  });
  expect(() => machineNetwork(machine, '/project/m.ts', 'm'))
    .toThrow(`The machine of 'm.ts' makes its context of an input, and has none where it is checked alone: Cannot read properties of undefined (reading 'start'). Save this beside it, with the input that it needs, and have it checked:

  import { defineNetwork } from 'cloudmatrix-check';
  import { m } from './m.js';

  export const network = defineNetwork({
    name: 'm',
    components: {
      m: {
        machine: m,
        input: { /* … */ },
        stimuli: [{ type: 'GO' }],
      },
    },
  });`);
});

it('is not said to need an input where its context fails without a look at one', () => {
  const starting = (context: () => never) =>
    machineNetwork(
      createMachine({ id: 'm', context, initial: 'a', states: { a: { tags: 'rest' } } }),
      '/project/m.ts',
      'm',
    ).network;
  const broken = starting(() => JSON.parse('{') as never);
  expect(explore(broken).violations).toMatchObject([{ property: 'no-exception', steps: [] }]);
  // The one that asks its actor for its id is not asked here whether it needs an input.
  const named = starting((({ self }: { self: { id: string } }) => ({ size: self.id.length })) as never);
  expect(explore(named)).toMatchObject({ verdict: 'holds', states: 1 });
});

it.each([
  ['default', '/project/a.b.mts', 'a.b', "import machine from './a.b.mjs';"],
  ['lamp', '/project/x.js', 'lamp', "import { lamp } from './x.js';"],
  ['lamp', '/project/a b#c%.js', 'lamp', "import { lamp } from './a b%23c%25.js';"],
])('without a name of its own has that of the export %s or of the file', (exported, file, name, line) => {
  const { network, definition } = machineNetwork(createMachine({ tags: 'rest' }), file, exported);
  expect(network.name).toBe(name);
  expect(definition).toContain(line);
});

it('that invokes something is told with what is to be filled in', () => {
  const machine = createMachine({
    id: 'search',
    initial: 'looking',
    states: {
      looking: { invoke: [{ src: 'look-up', onDone: 'found' }, { src: 'log' }] },
      found: { type: 'final' },
    },
  });
  expect(() => machineNetwork(machine, '/project/search.ts', 'search')).toThrow(
    `The machine of 'search.ts' invokes actors ('look-up', 'log'), and nobody says what they may answer where it is checked alone. Save this beside it, with what may be answered, and have it checked:

  import { defineNetwork } from 'cloudmatrix-check';
  import { search } from './search.js';

  export const network = defineNetwork({
    name: 'search',
    components: {
      search: {
        machine: search,
        actors: {
          'look-up': { outputs: [undefined], errors: [{ message: 'failed' }] },
          log: { outputs: [undefined], errors: [{ message: 'failed' }] },
        },
      },
    },
  });`,
  );
});

it('that invokes something and needs an input is told with both', () => {
  const machine = createMachine({
    id: 'm',
    context: (({ input }: { input: { id: string } }) => ({ id: input.id })) as never,
    invoke: { src: 'lookup' },
  });
  const refused = () => machineNetwork(machine as AnyStateMachine, '/project/m.ts', 'machine');
  expect(refused).toThrow(
    "The machine of 'm.ts' invokes an actor ('lookup'), and nobody says what it may answer where it is checked alone; it makes its context of an input, too. " +
      'Save this beside it, with what may be answered and the input that it needs, and have it checked:',
  );
  expect(refused).toThrow(/machine,\n {8}input: \{ \/\* … \*\/ \},\n/);
});

it('is refused by a sentence where a state cannot be entered', () => {
  const machine = createMachine({ id: 'm', initial: 'gone', states: { a: {} } });
  expect(() => machineNetwork(machine, '/project/m.ts', 'machine')).toThrow(
    "The machine of 'm.ts' cannot enter state 'm' of machine 'm': Initial state node \"gone\" not found on parent state node #m. Name one of its states as `initial`.",
  );
});
