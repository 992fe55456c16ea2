/**
 * Hosts that launch graphs ahead of their devices. Without faults every graph runs with its own metadata, with exact counts so that a
 * change of the model is noticed. Each property that no fault violates is violated by a changed chart.
 */
import { describe, expect, it } from 'vitest';
import { hostCpu } from '../../machines/die/host-cpu.js';
import { graphLaunch } from '../../properties/graph-launch/family.js';
import { type Configuration, campaignAsync, configurationOf, explore, replay } from '../../src/index.js';
import { expectAgreement } from '../support/agreement.js';
import { mutantOf, withMachine } from '../support/mutant.js';

const networkWith = (given: Configuration) =>
  graphLaunch.build(configurationOf(graphLaunch, given), new Set());

describe('graph-launch without faults', () => {
  it.each([
    [
      { dies: 1, iterations: 4, graphs: 2, ahead: 2 },
      { states: 327, steps: 724, depth: 45, terminal: 1 },
    ],
    [
      { dies: 2, iterations: 3, graphs: 2, ahead: 1 },
      { states: 7_434, steps: 29_516, depth: 67, terminal: 1 },
    ],
  ])('holds for %j', (given, counts) => {
    const result = explore(networkWith(given));
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', ...counts });
  });

  it('holds in a campaign over random configurations, and every witness is met', async () => {
    const result = await campaignAsync(graphLaunch, { seed: 384, runs: 20 });
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds-in-sample')).toEqual([]);
  });

  it('is seen alike by tables, by plain search and by walks', () => {
    expectAgreement(networkWith({ dies: 2, iterations: 2, graphs: 1, ahead: 1 }));
  });
});

const launchingTwice = mutantOf(hostCpu, ({ states }) => {
  states.launching!.after = {
    launch: [
      { guard: 'isLastGraph', target: 'scheduling', actions: ['launchGraph', 'nextIteration'] },
      { target: 'launching', reenter: true, actions: ['launchGraph', 'launchGraph', 'nextGraph'] },
    ],
  };
});

const mutants = [
  {
    name: 'a host that does not wait for its device',
    property: 'replay-of-its-iteration',
    hosts: ['host.0', 'host.1'],
    by: mutantOf(hostCpu, ({ states }) => {
      states.scheduling!.always = [{ guard: 'isAllLaunched', target: 'finished' }, { target: 'preparing' }];
    }),
  },
  {
    name: 'one host that launches the main graph twice',
    property: 'same-graph-on-all-dies',
    hosts: ['host.1'],
    by: launchingTwice,
  },
  {
    name: 'hosts that launch the main graph twice',
    property: 'replays-in-order of device.0',
    hosts: ['host.0', 'host.1'],
    by: launchingTwice,
  },
];

describe('mutants of graph-launch', () => {
  it.each(mutants)('$name: caught by $property', ({ property, hosts, by }) => {
    const healthy = networkWith({ dies: 2, iterations: 3, graphs: 2, ahead: 1 });
    const network = withMachine(healthy, hostCpu, by, hosts);
    const violation = explore(network, { until: property }).violations.find(
      (each) => each.property === property,
    );
    expect(violation).toBeDefined();
    expect(replay(network, violation!)).toMatchObject({ isViolated: true });
  });
});
