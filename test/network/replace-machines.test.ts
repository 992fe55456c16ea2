// Goal: who has a machine of his own puts it in the place of one of a network, or of a family, without a copy of the rest: it is held to the
// same properties, in the same places. Method: a small relay; a FusedDispatch that forgets its flags, in the family that it is a part of; the
// sentences for what cannot be replaced.

import { describe, expect, it } from 'vitest';
import { createMachine, sendTo } from 'xstate';
import { fusedDispatch } from '../../machines/moe/fused-dispatch.js';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import {
  always,
  campaign,
  configurationOf,
  defineNetwork,
  explore,
  type Network,
  replaceMachines,
  withMachines,
} from '../../src/index.js';
import { mutantOf } from '../support/mutant.js';

/** Passes a ball on once to the component that it calls `next`. */
const player = createMachine({
  id: 'player',
  initial: 'waiting',
  states: {
    waiting: {
      tags: 'rest',
      on: {
        BALL: { target: 'played', actions: sendTo(({ system }) => system.get('next'), { type: 'BALL' }) },
      },
    },
    played: { tags: 'rest' },
  },
});

const wall = createMachine({ id: 'wall', initial: 'up', states: { up: { tags: 'rest', on: { BALL: {} } } } });

const relay = defineNetwork({
  name: 'relay',
  components: {
    first: { machine: player, aliases: { next: 'second' }, stimuli: [{ type: 'BALL' }] },
    second: { machine: player, aliases: { next: 'end' } },
    end: { machine: wall },
  },
  channels: { default: { kind: 'fifo', capacity: 1 } },
  properties: [
    always(
      'the second plays after the first',
      (view) => !view.matches('second', 'played') || view.matches('first', 'played'),
    ),
  ],
});

const countsOf = (network: Network) => {
  const { verdict, states, steps, depth, terminal } = explore(network);
  return { verdict, states, steps, depth, terminal };
};

describe('replaceMachines', () => {
  it('puts a machine in every place of the one with its id, and leaves the rest as it is', () => {
    const mine = mutantOf(player, () => {});
    const changed = replaceMachines(relay, { player: mine });
    expect(changed.components.map(({ machine }) => machine)).toEqual([mine, mine, wall]);
    const others = ({ components, ...rest }: Network) => ({
      ...rest,
      components: components.map(({ machine: _, ...spec }) => spec),
    });
    expect(others(changed)).toEqual(others(relay));
    expect(countsOf(changed)).toEqual(countsOf(relay));
  });

  it('changes nothing where nothing is given', () => {
    expect(replaceMachines(relay, {}).components).toEqual(relay.components);
  });

  it('refuses an id that no machine has, with those that there are', () => {
    expect(() => replaceMachines(relay, { plaxer: wall })).toThrow(
      "The network 'relay' has no machine 'plaxer'; its machines are player, wall. Did you mean 'player'?",
    );
    // An id that every object knows by itself is none either.
    expect(() => replaceMachines(relay, { toString: wall })).toThrow("has no machine 'toString'");
  });

  it('refuses what is no machine, and one that does not hear what the environment sends', () => {
    expect(() => replaceMachines(relay, { player: {} as never })).toThrow(
      "The component 'first' of network 'relay'",
    );
    const deaf = createMachine({ id: 'deaf', initial: 'up', states: { up: { tags: 'rest' } } });
    expect(() => replaceMachines(relay, { player: deaf })).toThrow(/stimulus BALL/);
  });
});

describe('withMachines', () => {
  const SMALL = { dies: 2, tokens: 1, layers: 1 };
  const networkOf = (family: typeof dispatchCombine) =>
    family.build(configurationOf(family, SMALL), new Set());

  it('makes no difference with the same chart under another object', () => {
    const same = withMachines(dispatchCombine, { 'fused-dispatch': fusedDispatch.provide({}) });
    const counts = countsOf(networkOf(same));
    expect(counts).toMatchObject({ verdict: 'holds', states: 1_040 });
    expect(counts).toEqual(countsOf(networkOf(dispatchCombine)));
  });

  describe('a FusedDispatch that forgets its flags', () => {
    const forgetful = mutantOf(fusedDispatch, ({ states }) => {
      const sent = states.sending!.on!.SENT as { actions: string | string[] }[];
      for (const transition of sent)
        transition.actions = [transition.actions].flat().filter((action) => action !== 'signalPeers');
    });
    const mine = withMachines(dispatchCombine, { 'fused-dispatch': forgetful });

    it("is caught by the family's own properties", () => {
      const { verdict, violations } = explore(networkOf(mine));
      expect(verdict).toBe('violated');
      expect(violations.map(({ property }) => property)).toContain('deadlock-freedom');
    });

    it("is caught by the family's campaign", () => {
      const { verdict, violation } = campaign(mine, {
        seed: 384,
        runs: 3,
        shrink: false,
        minimise: false,
      });
      expect(verdict).toBe('violated');
      expect(violation!.violation.property).toBe('deadlock-freedom');
    });

    it('leaves faults as they are', () => {
      expect(mine.faults).toBe(dispatchCombine.faults);
      const faulty = mine.build(configurationOf(mine, {}, new Set(['A1'])), new Set(['A1']));
      expect(faulty.components.some(({ machine }) => machine === forgetful)).toBe(true);
    });
  });

  it('replaces a machine where a configuration has it', () => {
    const health = mutantOf(
      dispatchCombine
        .build(configurationOf(dispatchCombine, { ...SMALL, limit: 'probe' }), new Set())
        .components.find(({ machine }) => machine.id === 'die-health')!.machine,
      () => {},
    );
    const mine = withMachines(dispatchCombine, { 'die-health': health });
    expect(networkOf(mine).componentIds).toEqual(networkOf(dispatchCombine).componentIds);
    const probing = mine.build(configurationOf(mine, { ...SMALL, limit: 'probe' }), new Set());
    expect(probing.components.filter(({ machine }) => machine === health)).toHaveLength(2);
  });

  it('refuses an id that no configuration has', () => {
    expect(() => withMachines(dispatchCombine, { 'fused-dispach': fusedDispatch })).toThrow(
      /The family 'dispatch-combine' has no machine 'fused-dispach'; its machines are moe-stream, .*die-health.* Did you mean 'fused-dispatch'\?/,
    );
  });
});
