// Goal: the protocol carries the INT8 arithmetic through on every schedule. Method: small configurations explored completely; random
// schedules of larger ones, whose sums are collected and compared; the charts run live.

import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, createActor, SimulatedClock, setup } from 'xstate';
import type { CombinedToken } from '../../machines/moe/numbers.js';
import { dispatchCombineInt8 } from '../../properties/dispatch-combine-int8/family.js';
import {
  always,
  type Configuration,
  configurationOf,
  explore,
  type Network,
  type NetworkFamily,
  walk,
} from '../../src/index.js';

interface StreamContext {
  readonly combined: { readonly item: number; readonly tokens: readonly CombinedToken[] };
}

const networkOf = (given: Configuration, faults: readonly string[] = []): Network => {
  const set = new Set(faults);
  return dispatchCombineInt8.build(configurationOf(dispatchCombineInt8, given, set), set);
};

describe('explored completely', () => {
  it.each<{ given: Configuration; states: number }>([
    { given: {}, states: 5_635 },
    { given: { experts: 'alike' }, states: 5_635 },
    { given: { sharedDies: 1, expertsPerDie: 1, topK: 1 }, states: 915 },
    { given: { layers: 2 }, states: 13_240 },
    { given: { combineSignal: 'store' }, states: 4_715 },
    { given: { combineTransfer: 'pull', dispatchTransfer: 'pull' }, states: 3_917 },
    { given: { tokens: 2, topK: 2 }, states: 35_618 },
  ])('$given holds, to the bit', ({ given, states }) => {
    const result = explore(networkOf(given));
    expect(result).toMatchObject({ verdict: 'holds', states });
    const ofNumbers = ['token-within-bound', 'result-within-bound', 'sum-within-bound', 'sum-to-the-bit'];
    expect(result.vacuous.filter(({ property = '' }) => ofNumbers.includes(property))).toEqual([]);
    const margins = Object.fromEntries(result.properties.map(({ name, margin }) => [name, margin]));
    for (const name of ['token-within-bound', 'result-within-bound', 'sum-within-bound']) {
      // Something was compared, and the bound was not exceeded.
      expect(margins[name]).toBeGreaterThan(0);
      expect(margins[name]).toBeLessThan(1);
    }
  });
});

/** All sums that random schedules come to, by stream and token. */
function sumsSeen(network: Network, seed: number): Map<string, Set<string>> {
  const seen = new Map<string, Set<string>>();
  const collecting = always('sums are collected', (view) => {
    for (const id of view.components.filter((name) => name.startsWith('stream.'))) {
      const { item, tokens } = view.context<StreamContext>(id).combined;
      for (const { token, output } of tokens) {
        const key = `${id} item ${item} token ${token}`;
        seen.set(key, (seen.get(key) ?? new Set()).add(output));
      }
    }
    return true;
  });
  const properties = [...network.properties.filter(({ kind }) => kind === 'reachable'), collecting];
  walk({ ...network, properties }, { seed, walks: 24, stepsMax: 4_000 });
  return seen;
}

describe('random schedules', () => {
  const given = { dies: 4, tokens: 2, topK: 4, layers: 2, hidden: 8, intermediate: 4 };

  it('come to one sum for each token', () => {
    const seen = sumsSeen(networkOf(given), 384);
    expect(seen.size).toBe(4 * 2 * 2);
    expect([...seen.values()].map(({ size }) => size)).toEqual(Array(16).fill(1));
  });

  it('come to several, if results are added as they arrive', () => {
    const seen = sumsSeen(networkOf(given, ['arrival-order']), 384);
    expect(Math.max(...[...seen.values()].map(({ size }) => size))).toBeGreaterThan(1);
  });
});

it('the charts come to the same sums when they run live', () => {
  const network = networkOf({});
  const reference = sumsSeen(network, 1);
  const actors = Object.fromEntries(network.components.map(({ machine }) => [machine.id, machine])) as Record<
    string,
    AnyStateMachine
  >;
  const root = setup({ actors }).createMachine({
    invoke: network.componentIds.map((id, index) => {
      const { machine, input } = network.components[index]!;
      return { id, systemId: id, src: machine.id, input };
    }),
  });
  const clock = new SimulatedClock();
  const { system } = createActor(root, { clock }).start();
  const streams = ['stream.0', 'stream.1'];
  streams.forEach((id) => {
    const component = network.components[network.componentIds.indexOf(id)]!;
    system.get(id)!.send(component.stimuli![0]!);
  });
  for (let tick = 0; tick < 20; tick++) clock.increment(1);
  const sums = streams.map((id) => {
    const { item, tokens } = (system.get(id)!.getSnapshot().context as StreamContext).combined;
    const [{ token, output }] = tokens as [CombinedToken];
    return [`${id} item ${item} token ${token}`, new Set([output])] as const;
  });
  expect(new Map(sums)).toEqual(reference);
});

it('refuses what dispatch-combine refuses', () => {
  const family: NetworkFamily = dispatchCombineInt8;
  expect(() => configurationOf(family, { topK: 5 })).toThrow(
    "The network 'dispatch-combine-int8' cannot be built with these parameters: a token needs 5 different experts (topK), but there are only 4",
  );
});
