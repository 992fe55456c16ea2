// Goal: coverage names exactly the parts of charts that were used. Method: charts in which it is plain what can be reached, each with
// parts that cannot be; the expected lists are written out.

import { describe, expect, it } from 'vitest';
import { and, assign, createMachine, emit, not, sendTo, setup } from 'xstate';
import {
  type Coverage,
  campaignAsync,
  defineNetwork,
  explore,
  mergeCoverage,
  monitor,
  type Network,
  walk,
} from '../../../src/index.js';
import { counters } from '../../cli/catalogue.js';

/** Every kind of transition and of state; `reset`, the transitions after `isBroken` and the way out of `later` are out of reach. */
const phone = setup({
  types: {} as { context: { rings: number } },
  guards: {
    hasRung: ({ context }) => context.rings > 0,
    isBroken: () => false,
    isIntact: not('isBroken'),
    isFree: ({ context }) => context.rings < 9,
  },
  actions: { count: assign({ rings: ({ context }) => context.rings + 1 }) },
  delays: { patience: 5 },
}).createMachine({
  id: 'phone',
  context: { rings: 0 },
  initial: 'booting',
  states: {
    booting: { always: [{ guard: 'isBroken', target: 'broken' }, { target: 'idle' }] },
    idle: {
      tags: 'rest',
      on: {
        RING: [
          { guard: and(['hasRung', 'isIntact']), target: 'busy' },
          { guard: 'isFree', actions: 'count' },
          { actions: 'count' },
        ],
      },
    },
    busy: {
      type: 'parallel',
      onDone: 'later',
      states: {
        bell: { initial: 'on', states: { on: { after: { patience: 'off' } }, off: { type: 'final' } } },
        lamp: {
          initial: 'lit',
          states: { lit: { on: { RING: {}, CUT: { target: 'dark' } } }, dark: { type: 'final' } },
        },
      },
    },
    later: { tags: 'rest', on: { RING: {}, CUT: {}, RESET: 'idle' } },
    broken: {},
  },
  on: { CUT: {} },
});

const caller = setup({
  actions: {
    ring: sendTo(({ system }) => system.get('phone'), { type: 'RING' }),
    cut: sendTo(({ system }) => system.get('phone'), { type: 'CUT' }),
  },
}).createMachine({
  id: 'caller',
  initial: 'calling',
  states: { calling: { entry: ['ring', 'ring', 'cut'], type: 'final' } },
});

const watcher = setup({ guards: { isCut: ({ event }) => event.event?.type === 'CUT' } }).createMachine({
  id: 'watcher',
  initial: 'watching',
  states: {
    watching: {
      on: {
        step: [
          { guard: ({ event }) => event.kind === 'never', target: 'alarmed' },
          { guard: 'isCut', target: 'hung up' },
        ],
      },
    },
    'hung up': { on: { never: 'watching' } },
    alarmed: { tags: 'violation', on: { step: 'watching' } },
  },
});

const network: Network = defineNetwork({
  name: 'telephone',
  components: { caller: { machine: caller }, phone: { machine: phone } },
  properties: [monitor('nothing else happens', watcher)],
});

const expected: Coverage = {
  machines: [
    {
      machine: 'caller',
      states: { visited: ['calling'], unvisited: [] },
      transitions: { visited: [], unvisited: [] },
      guards: { visited: [], unvisited: [] },
    },
    {
      machine: 'phone',
      states: {
        visited: [
          'booting',
          'busy',
          'busy.bell',
          'busy.bell.off',
          'busy.bell.on',
          'busy.lamp',
          'busy.lamp.dark',
          'busy.lamp.lit',
          'idle',
          'later',
        ],
        unvisited: ['broken'],
      },
      transitions: {
        visited: [
          'booting --always--> idle',
          'busy --onDone--> later',
          'busy.bell.on --after patience--> busy.bell.off',
          'busy.lamp.lit --CUT--> busy.lamp.dark',
          'idle --RING [and(hasRung, isIntact)]--> busy',
          'idle --RING [isFree]--> (no target)',
        ],
        unvisited: [
          'booting --always [isBroken]--> broken',
          'busy.lamp.lit --RING--> (no target)',
          'idle --RING--> (no target)',
          'later --CUT--> (no target)',
          'later --RESET--> idle',
          'later --RING--> (no target)',
          'phone --CUT--> (no target)',
        ],
      },
      guards: {
        visited: ['hasRung false', 'hasRung true', 'isBroken false', 'isFree true', 'isIntact true'],
        unvisited: ['isBroken true', 'isFree false', 'isIntact false'],
      },
    },
  ],
  monitors: [
    {
      machine: 'watcher',
      states: { visited: ['hung up', 'watching'], unvisited: [] },
      transitions: {
        visited: ['watching --step [isCut]--> hung up'],
        unvisited: ['alarmed --step--> watching', 'hung up --never--> watching'],
      },
      guards: { visited: ['isCut false', 'isCut true'], unvisited: [] },
    },
  ],
};

describe('coverage', () => {
  it('names what was used of states, transitions and guards, and what was not', () => {
    expect(explore(network).coverage).toEqual(expected);
  });

  it('of a walk to the end of the only schedules there are is that of all states', () => {
    expect(walk(network, { seed: 1, walks: 20 }).coverage).toEqual(expected);
  });

  it('grows with what is explored', () => {
    const early = explore(network, { statesMax: 1 }).coverage;
    expect(early.machines[1]!.states.visited).toEqual(['booting', 'idle']);
    expect(early.machines[1]!.transitions.visited).toContain('booting --always--> idle');
    expect(mergeCoverage([early, expected])).toEqual(expected);
    expect(mergeCoverage([expected, early])).toEqual(expected);
  });

  it('counts candidates that look the same one by one', () => {
    const machine = setup({}).createMachine({
      id: 'twins',
      tags: 'rest',
      on: { GO: [{ guard: () => false }, { guard: () => true }] },
    });
    const components = { twins: { machine, stimuli: [{ type: 'GO' }] } };
    const { coverage } = explore(defineNetwork({ name: 'twins', components }));
    expect(coverage.machines[0]!.transitions).toEqual({
      visited: ['twins --GO [guard]--> (no target) #2'],
      unvisited: ['twins --GO [guard]--> (no target)'],
    });
  });

  it('joins charts of one id, also where they differ, over components', () => {
    const chart = (event: string) =>
      setup({}).createMachine({
        id: 'chart',
        initial: 'a',
        states: { a: { tags: 'rest', on: { [event]: 'b' } }, b: { tags: 'rest' } },
      });
    const components = {
      one: { machine: chart('X'), stimuli: [{ type: 'X' }] },
      other: { machine: chart('Y') },
    };
    const { coverage } = explore(defineNetwork({ name: 'charts', components }));
    expect(coverage.machines).toEqual([
      {
        machine: 'chart',
        states: { visited: ['a', 'b'], unvisited: [] },
        transitions: { visited: ['a --X--> b'], unvisited: ['a --Y--> b'] },
        guards: { visited: [], unvisited: [] },
      },
    ]);
  });

  it('has the guards that stand behind the names of each copy of a chart, whatever was explored before', () => {
    const plain = setup({
      guards: { isOpen: () => true, isLit: () => true, isWarm: () => true },
    }).createMachine({
      id: 'door',
      initial: 'out',
      states: {
        out: { tags: 'rest', on: { ENTER: { guard: 'isOpen', target: 'in' } } },
        in: { tags: 'rest' },
      },
    });
    const composed = plain.provide({ guards: { isOpen: and(['isLit', 'isWarm']) as never } });
    const guardsOf = (machine: typeof plain) => {
      const door = { machine, stimuli: [{ type: 'ENTER' }] };
      return explore(defineNetwork({ name: 'door', components: { door } })).coverage.machines[0]!.guards;
    };
    const simple = { visited: ['isOpen true'], unvisited: ['isOpen false'] };
    expect(guardsOf(plain)).toEqual(simple);
    expect(guardsOf(composed)).toEqual({
      visited: ['isLit true', 'isOpen true', 'isWarm true'],
      unvisited: ['isLit false', 'isOpen false', 'isWarm false'],
    });
    expect(guardsOf(plain)).toEqual(simple);
  });

  it('of the start has the states that a history leads to which is an initial state', () => {
    const machine = createMachine({
      id: 'resumed',
      initial: 'past',
      states: {
        past: { type: 'history', target: '#there' },
        now: {
          type: 'parallel',
          states: {
            here: { initial: { target: 'on' }, states: { on: {}, off: {} } },
            beside: { initial: 'there', states: { there: { id: 'there', always: 'gone' }, gone: {} } },
          },
        },
      },
    });
    const { coverage } = explore(defineNetwork({ name: 'resumed', components: { resumed: { machine } } }));
    expect(coverage.machines[0]!.states).toEqual({
      visited: ['now', 'now.beside', 'now.beside.gone', 'now.beside.there', 'now.here', 'now.here.on'],
      unvisited: ['now.here.off'],
    });
  });

  it('of a monitor counts what it hears and changes nothing at', () => {
    const speaker = setup({ actions: { say: emit({ type: 'SAID' }) } }).createMachine({
      id: 'speaker',
      tags: 'rest',
      on: { SAY: { actions: 'say' } },
    });
    const listener = setup({ guards: { isLoud: () => false } }).createMachine({
      id: 'listener',
      initial: 'calm',
      states: {
        calm: { on: { SAID: [{ guard: 'isLoud' }, {}], CRIED: 'alarmed' } },
        alarmed: { tags: 'violation' },
      },
    });
    const components = { speaker: { machine: speaker, stimuli: [{ type: 'SAY' }] } };
    const properties = [monitor('nobody cries', listener)];
    const { coverage } = explore(defineNetwork({ name: 'speaker', components, properties }));
    expect(coverage.monitors).toEqual([
      {
        machine: 'listener',
        states: { visited: ['calm'], unvisited: [] },
        transitions: {
          visited: ['calm --SAID--> (no target)'],
          unvisited: ['calm --SAID [isLoud]--> (no target)'],
        },
        guards: { visited: ['isLoud false'], unvisited: ['isLoud true'] },
      },
    ]);
  });

  it('of a campaign is that of all its configurations, however many', async () => {
    const wide = { ...counters, campaign: { ranges: { countMax: { min: 1, max: 90 } }, stepsMax: 1 } };
    const { coverage, configurations } = await campaignAsync(wide, { seed: 1, runs: 60 });
    // More than are kept at once: the first ones' coverage must not be lost with them.
    expect(configurations).toBeGreaterThan(24);
    expect(coverage.machines).toEqual([
      {
        machine: 'counter',
        states: { visited: [], unvisited: [] },
        transitions: {
          visited: ['counter --DOWN [isAboveZero]--> (no target)', 'counter --UP [hasRoom]--> (no target)'],
          unvisited: [],
        },
        guards: {
          visited: ['hasRoom false', 'hasRoom true', 'isAboveZero false', 'isAboveZero true'],
          unvisited: [],
        },
      },
    ]);
  });
});
