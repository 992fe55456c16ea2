// Goal: a bug stands beside its report as a patch of the healthy network: what it provides, how it changes a chart's data, what it changes in
// the wiring; bugs compose, and two that change one thing are refused, as is a patch that would change nothing.
// Method: a lamp with a guard, an action and a delay; each kind of patch is seen in what can be reached.

import { describe, expect, it } from 'vitest';
import { assign, setup } from 'xstate';
import {
  type Configuration,
  type ChartDraft,
  configurationOf,
  defineNetwork,
  explore,
  type Fault,
  type NetworkFamily,
  patched,
  reachable,
  swarm,
  wiringOf,
} from '../../src/index.js';
import { faultsOf } from '../../src/network/parameters.js';
import { clashOf } from '../../src/network/patch.js';

const lamp = setup({
  types: {} as { context: { presses: number }; events: { type: 'PRESS' } },
  guards: { isLow: ({ context }) => context.presses < 2 },
  actions: { count: assign({ presses: ({ context }) => context.presses + 1 }) },
  delays: { burn: 1 },
}).createMachine({
  id: 'lamp',
  context: { presses: 0 },
  initial: 'off',
  states: {
    off: { tags: 'rest', on: { PRESS: { guard: 'isLow', target: 'on', actions: 'count' } } },
    on: { after: { burn: 'off' } },
  },
});

interface Wiring {
  readonly presses: (count: number) => number;
}

interface LampFault extends Fault {
  readonly patch: NonNullable<Fault['patch']> & { readonly wiring?: Partial<Wiring> };
}

const about = { title: 'a bug', link: 'textbook', property: 'three presses' };
const faults = {
  guard: { ...about, patch: { provide: { lamp: { guards: { isLow: () => true } } } } },
  otherGuard: { ...about, patch: { provide: { lamp: { guards: { isLow: () => false } } } } },
  action: {
    ...about,
    patch: {
      provide: {
        lamp: {
          actions: {
            count: assign(({ context }) => ({ presses: (context as { presses: number }).presses + 2 })),
          },
        },
      },
    },
  },
  chart: {
    ...about,
    patch: {
      chart: {
        lamp: (chart) => {
          chart.states!['broken'] = { tags: 'rest' };
          chart.states!['on']!.after = { burn: 'broken' };
        },
      },
    },
  },
  wiring: { ...about, patch: { wiring: { presses: (count: number) => count + 1 } } },
  noMachine: { ...about, patch: { provide: { lamb: { guards: { isLow: () => true } } } } },
  noChart: { ...about, patch: { chart: { lam: () => undefined } } },
  typo: { ...about, patch: { provide: { lamp: { guards: { isLo: () => true } } } } },
} satisfies Record<string, LampFault>;

function build(_: Configuration, ids: ReadonlySet<string>) {
  const { presses = (count: number) => count } = wiringOf<Wiring>(faults as Record<string, LampFault>, ids, {
    presses: true,
  });
  const network = defineNetwork({
    name: 'lamps',
    components: { lamp: { machine: lamp, stimuli: [{ type: 'PRESS' }] } },
    channels: { default: { kind: 'sync' } },
    properties: [
      reachable('two presses', (view) => view.context('lamp').presses === presses(2)),
      reachable('it burns', (view) => view.matches('lamp', 'on')),
    ],
  });
  return patched(network, faults, ids);
}

const family: NetworkFamily = {
  name: 'lamps',
  title: 'a lamp',
  parameters: {},
  faults,
  build,
  exhaustive: [{}],
  campaign: { ranges: {}, stepsMax: 20 },
};

const outcome = (...ids: string[]) => {
  const result = explore(build({}, faultsOf(family, ids)), { statesMax: 50 });
  return { states: result.states, verdicts: result.properties.slice(-2).map(({ verdict }) => verdict) };
};

describe('a patch', () => {
  it('is none where there is no fault', () => {
    expect(outcome()).toEqual({ states: 5, verdicts: ['holds', 'holds'] });
  });

  it('provides guards and actions in the place of the machine’s own', () => {
    expect(outcome('guard').states).toBeGreaterThan(40);
    expect(outcome('otherGuard')).toEqual({ states: 1, verdicts: ['violated', 'violated'] });
    expect(outcome('action')).toEqual({ states: 3, verdicts: ['holds', 'holds'] });
  });

  it('changes the data of a chart, and leaves the chart itself as it is', () => {
    expect(outcome('chart')).toEqual({ states: 3, verdicts: ['violated', 'holds'] });
    expect(outcome()).toEqual({ states: 5, verdicts: ['holds', 'holds'] });
  });

  it('changes functions of the wiring', () => {
    expect(outcome('wiring')).toEqual({ states: 5, verdicts: ['violated', 'holds'] });
  });

  it('composes with others', () => {
    expect(outcome('guard', 'chart')).toEqual({ states: 3, verdicts: ['violated', 'holds'] });
    expect(outcome('chart', 'guard')).toEqual({ states: 3, verdicts: ['violated', 'holds'] });
  });

  it('gives the same machine each time, so that what is known of it stays known', () => {
    const machineOf = () => build({}, new Set(['guard', 'chart'])).components[0]!.machine;
    expect(machineOf()).toBe(machineOf());
    expect(machineOf()).not.toBe(lamp);
  });

  it('is refused beside another one of the same thing', () => {
    expect(() => faultsOf(family, ['chart', 'guard', 'otherGuard'])).toThrow(
      "The faults guard and otherGuard both change the guard 'isLow' of machine 'lamp', so that they cannot be in one network. Choose one of them.",
    );
    expect(() => build({}, new Set(['otherGuard', 'guard']))).toThrow(
      'The faults otherGuard and guard both change',
    );
  });

  it('is refused if it provides what nothing refers to', () => {
    expect(() => build({}, new Set(['typo']))).toThrow(
      "A fault provides the guard 'isLo', which machine 'lamp' does not have; it has isLow. Did you mean 'isLow'?",
    );
  });

  it('is refused where there is none of the id, or what is given for the ids is no set', () => {
    const network = build({}, new Set());
    expect(() => patched(network, faults, new Set(['guard', 'chrat']))).toThrow(
      "`patched`, for the network 'lamps', is given the fault 'chrat', which there is not; the faults are guard, otherGuard, action, chart, wiring, noMachine, noChart, typo. Did you mean 'chart'?",
    );
    expect(() => wiringOf<Wiring>({}, new Set(['toString']), { presses: true })).toThrow(
      "`wiringOf` is given the fault 'toString', which there is not; the faults are none.",
    );
    expect(() => patched(network, new Set(['guard']) as never, faults as never)).toThrow(
      "`patched`, for the network 'lamps', is given an object for the ids of faults; give a Set of them, behind the faults.",
    );
  });

  it('is refused if it changes a machine that the network does not have: it would stay healthy', () => {
    expect(() => build({}, new Set(['noMachine']))).toThrow(
      "The fault noMachine changes the machine 'lamb', which the network 'lamps' does not have; its machines are lamp. Did you mean 'lamp'?",
    );
    expect(() => build({}, new Set(['guard', 'noChart']))).toThrow(
      "The fault noChart changes the machine 'lam'",
    );
  });

  it('is refused with a part that patches do not have', () => {
    const odd = { odd: { ...about, patch: { provides: {} } as object } };
    expect(() => faultsOf({ ...family, faults: odd }, ['odd'])).toThrow(
      "The patch of fault odd has no 'provides'; it has provide, chart, parameters, wiring. Did you mean 'provide'?",
    );
    const oddKind = { odd: { ...about, patch: { provide: { lamp: { guard: {} } as object } } } };
    expect(() => faultsOf({ ...family, faults: oddKind }, ['odd'])).toThrow(
      "The patch of fault odd, for machine 'lamp', has no 'guard'; it has guards, actions, delays. Did you mean 'guards'?",
    );
  });

  it('is refused with a part that the wiring does not have, or that is not asked for', () => {
    const misspelt = { odd: { ...about, patch: { wiring: { press: () => 1 } as object } } };
    expect(() => wiringOf<Wiring>(misspelt, new Set(['odd']), { presses: true })).toThrow(
      "The wiring that fault odd changes has no 'press'; it has presses.",
    );
    expect(() => patched(build({}, new Set()), misspelt, new Set(['odd']))).toThrow(
      "The fault odd changes press of the wiring, which the network 'lamps' was put together without asking for. Ask `wiringOf` in its `build`.",
    );
  });

  it('is refused beside one that settles a parameter at which it does not show', () => {
    const few = { ...about, configuration: { layers: 2, buffers: 'one-ack' } };
    const settles = (parameters: object) => ({ ...about, patch: { parameters: { ...parameters } } });
    const clash = (parameters: object) => clashOf({ few, other: settles(parameters) }, ['few', 'other']);
    expect(clash({ buffers: 'one' })).toBe(
      'The fault other has buffers one whatever is asked for, and the fault few shows with buffers one-ack: the one would undo the other. Choose one of them.',
    );
    expect(clash({ layers: 1 })).toContain('shows with layers 2: the one would undo the other.');
    expect(clash({ layers: 3, buffers: 'one-ack', cores: 2 })).toBeUndefined();
    const both = { one: settles({ cores: 2 }), other: settles({ cores: 3 }) };
    expect(clashOf(both, ['one', 'other'])).toContain("both change the parameter 'cores'");
  });

  it('is refused beside one that takes what it provides out of the chart', () => {
    const unguarded = {
      ...about,
      patch: {
        chart: {
          lamp: (chart: ChartDraft) => {
            chart.states!['off']!.on = { PRESS: 'on' };
          },
        },
      },
    };
    const network = build({}, new Set());
    const both = { guard: faults.guard, unguarded };
    expect(patched(network, both, new Set(['unguarded'])).name).toBe('lamps');
    expect(() => patched(network, both, new Set(['guard', 'unguarded']))).toThrow(
      "The fault guard changes 'isLow' of machine 'lamp', which with guard, unguarded together no part of the chart uses any more: one fault would undo the other. Choose one of them.",
    );
  });

  it('stands alone in each run of a swarm, so that those of one thing do not meet', () => {
    const { faults: tallies } = swarm(
      { ...family, faults: { guard: faults.guard, otherGuard: faults.otherGuard } },
      {
        seed: 1,
        runs: 4,
      },
    );
    expect(tallies.map(({ fault }) => fault)).toEqual(['guard', 'otherGuard']);
  });

  it('leaves configurations to the faults’ own defaults', () => {
    expect(configurationOf(family, {}, new Set(['guard', 'chart']))).toEqual({});
  });
});
