/**
 * The switch chips of one sub-plane. Without faults every packet arrives once and in order, with exact counts so that a change of the
 * model is noticed. Each property that no fault violates is violated by a changed chart.
 */
import { produce } from 'immer';
import { describe, expect, it } from 'vitest';
import { assign, enqueueActions, sendTo } from 'xstate';
import { type Hop, hopsOf } from '../../machines/interconnect/ub-fabric.js';
import { nodeDies } from '../../machines/interconnect/node-dies.js';
import { ubInputPort } from '../../machines/interconnect/ub-input-port.js';
import { type OutputPortContext, ubOutputPort } from '../../machines/interconnect/ub-output-port.js';
import type { Flow } from '../../machines/interconnect/ub-packet.js';
import { shapeOf } from '../../machines/networks/ub-switch/parameters.js';
import { type UbSwitchParts, ubSwitchWiring } from '../../machines/networks/ub-switch/wiring.js';
import { ubSwitchProperties } from '../../properties/ub-switch/claims.js';
import { ubSwitch } from '../../properties/ub-switch/family.js';
import {
  type ChartDraft,
  componentRef,
  type Configuration,
  configurationOf,
  defineNetwork,
  explore,
  type Fairness,
  replay,
  walk,
} from '../../src/index.js';
import { expectAgreement } from '../support/agreement.js';
import { inThread } from '../support/in-thread.js';
import { mutantOf, withMachine } from '../support/mutant.js';

const networkWith = (given: Configuration, ...faults: string[]) =>
  ubSwitch.build(configurationOf(ubSwitch, given), new Set(faults));

const DETOURS = { nodes: 3, traffic: 'incast', routes: 'detour' };

describe('ub-switch without faults', () => {
  it.each([
    [
      { nodes: 2, buffer: 2, packets: 3 },
      { states: 20_164, steps: 92_016, depth: 43, terminal: 1 },
    ],
    [
      { nodes: 3, packets: 1 },
      { states: 35_307, steps: 152_061, depth: 43, terminal: 1 },
    ],
    [
      { ...DETOURS, packets: 2 },
      { states: 22_025, steps: 93_490, depth: 53, terminal: 1 },
    ],
  ])('holds for %j', (given, counts) => {
    const result = explore(networkWith(given));
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', ...counts });
  });

  it('fills buffers to their last slot, and no further', () => {
    const { properties } = explore(networkWith({ nodes: 2, buffer: 2, packets: 3 }));
    expect(properties).toContainEqual({
      name: 'buffer-within-slots of l1.1.from.l2.0',
      verdict: 'holds',
      margin: 0,
      hardCase: 'met',
    });
  });

  it('lets a packet wait behind another, though its own port has credits', () => {
    const network = networkWith({ nodes: 3, buffer: 2, packets: 2 });
    expect(walk(network, { seed: 384, walks: 50, stepsMax: 200 }).properties).toContainEqual({
      name: 'a packet waits behind another, though its own port has credits',
      verdict: 'holds-in-sample',
      isWitness: true,
    });
  });

  it('holds in a campaign over random configurations, and every witness is met', async () => {
    const result = await inThread('runCampaign', ubSwitch.name, { seed: 384, runs: 30 });
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds-in-sample')).toEqual([]);
  });

  it('is seen alike by tables, by plain search and by walks', () => {
    expectAgreement(networkWith({ nodes: 3, packets: 2, traffic: 'incast' }));
    expectAgreement(networkWith({ nodes: 2, l2Chips: 2, packets: 2 }));
  });

  it('refuses detours where there is no third node', () => {
    expect(() => configurationOf(ubSwitch, { nodes: 2, routes: 'detour' })).toThrow(
      "a detour (routes) leads through a third node, and there are 2. Raise nodes to 3, or use routes 'direct'.",
    );
  });
});

describe('the fault packet-sent-back', () => {
  it('starves others at the ports that its packet goes through, unless these are fair to all who come again and again', () => {
    const network = networkWith({ nodes: 3, traffic: 'shift' }, 'packet-sent-back');
    const notArrived = (fairness: Fairness) =>
      explore({ ...network, fairness: { default: fairness, units: [] } }, { afterViolation: 'continue' })
        .violations.map(({ property }) => property)
        .filter((property) => property.startsWith('packets-in-order'))
        .sort();
    expect(notArrived('weak')).toEqual([0, 1, 2].map((node) => `packets-in-order at dies.${node}`));
    expect(notArrived('strong')).toEqual(['packets-in-order at dies.0']);
  });
});

describe('the fault loop', () => {
  it.each([
    { buffer: 1, packets: 1 },
    { buffer: 2, packets: 2 },
  ])('does not show while one buffer holds all packets of a node: %j', (given) => {
    expect(explore(networkWith({ ...DETOURS, ...given }, 'loop')).verdict).toBe('holds');
  });

  it('does not show with the two flows on L2 chips of their own, and larger buffers only put it off', () => {
    expect(explore(networkWith({ ...DETOURS, l2Chips: 2, packets: 2 }, 'loop')).verdict).toBe('holds');
    const { violations } = explore(networkWith({ ...DETOURS, buffer: 2, packets: 4 }, 'loop'));
    expect(violations).toContainEqual(expect.objectContaining({ property: 'deadlock-freedom' }));
  });
});

/** By claim; the last of each keeps what is told, and drops what it is told of. */
const mutants = [
  {
    name: 'an output port that sends without taking a credit',
    property: 'buffer-within-slots of l2.0.from.l1.1',
    given: { nodes: 2, packets: 2 },
    replaced: ubOutputPort,
    by: mutantOf(ubOutputPort, ({ states }) => {
      states.ready!.on!.FORWARD = { actions: 'transmit' };
    }),
  },
  {
    name: 'an input port that returns a credit before the slot is free',
    property: 'buffer-within-slots of l2.0.from.l1.1',
    given: { nodes: 2, packets: 2 },
    replaced: ubInputPort,
    by: mutantOf(ubInputPort, ({ states }) => {
      states.empty!.on!.PACKET = { target: 'holding', actions: ['store', 'returnCredit'] };
      states.holding!.after = { cross: { target: 'forwarded', actions: ['forward', 'freeSlot'] } };
    }),
  },
  {
    name: 'an output port that begins with a credit too many',
    property: 'buffer-within-slots of l2.0.from.l1.1',
    given: { nodes: 2, packets: 2 },
    replaced: ubOutputPort,
    by: mutantOf(ubOutputPort, (chart) => {
      (chart as ChartDraft).context = ({ input }: { input: OutputPortContext }) => ({
        ...input,
        credits: input.credits + 1,
      });
    }),
  },
  {
    name: 'an input port that tells that a slot is free, and keeps the packet',
    property: 'buffer-within-slots of l2.0.from.l1.1',
    given: { nodes: 2, packets: 2 },
    replaced: ubInputPort,
    by: ubInputPort.provide({ actions: { freeSlot: assign({}) } }),
  },
  {
    name: 'an output port that is told of a credit, and forgets it',
    property: 'credits-conserved of l1.1.to.l2.0',
    given: { nodes: 2, packets: 1 },
    replaced: ubOutputPort,
    by: ubOutputPort.provide({ actions: { returnCredit: assign({}) } }),
  },
  {
    name: 'an input port that frees its slot, and forwards nothing',
    property: 'packets-in-order at dies.0',
    given: { nodes: 2, packets: 1 },
    replaced: ubInputPort,
    by: mutantOf(ubInputPort, ({ states }) => {
      states.holding!.after = { cross: { target: 'forwarded', actions: ['freeSlot', 'returnCredit'] } };
    }),
  },
  {
    name: 'an input port that forwards every packet twice',
    property: 'packets-in-order at dies.0',
    given: { nodes: 2, buffer: 2, packets: 1 },
    replaced: ubInputPort,
    by: mutantOf(ubInputPort, ({ states }) => {
      const actions = ['forward', 'forward', 'freeSlot', 'returnCredit'];
      states.holding!.after = { cross: { target: 'forwarded', actions } };
    }),
  },
  {
    name: 'an input port that returns no credit for a packet behind which none waits',
    property: 'as-at-the-start',
    given: { nodes: 2, packets: 1 },
    replaced: ubInputPort,
    by: ubInputPort.provide({
      actions: {
        returnCredit: enqueueActions(({ context, enqueue }) => {
          if (context.buffer.length > 0) enqueue.sendTo(componentRef(context.upstream), { type: 'CREDIT' });
        }),
      },
    }),
  },
  {
    name: 'an output port that takes two credits for a packet',
    property: 'as-at-the-start',
    given: { nodes: 2, buffer: 2, packets: 1 },
    replaced: ubOutputPort,
    by: ubOutputPort.provide({
      actions: { takeCredit: assign({ credits: ({ context }) => context.credits - 2 }) },
    }),
  },
  {
    name: 'an output port that is told of all credits, and counts none',
    property: 'as-at-the-start',
    given: { nodes: 2, packets: 1 },
    replaced: ubOutputPort,
    by: ubOutputPort.provide({ actions: { returnCredit: assign({}) } }),
  },
  {
    name: 'an input port that returns a credit once more for the last packet',
    property: 'as-at-the-start',
    given: { nodes: 2, packets: 1 },
    replaced: ubInputPort,
    by: mutantOf(ubInputPort, ({ states }) => {
      states.forwarded!.always = [
        { guard: 'isEmpty', target: 'empty', actions: 'returnCredit' },
        { target: 'holding' },
      ];
    }),
  },
  {
    name: 'an input port that returns two credits for a slot',
    property: 'credits-conserved of l1.1.to.l2.0',
    given: { nodes: 2, packets: 1 },
    replaced: ubInputPort,
    by: mutantOf(ubInputPort, ({ states }) => {
      const actions = ['forward', 'freeSlot', 'returnCredit', 'returnCredit'];
      states.holding!.after = { cross: { target: 'forwarded', actions } };
    }),
  },
  {
    name: 'an input port that returns no credit',
    property: 'deadlock-freedom',
    given: { nodes: 2, packets: 2 },
    replaced: ubInputPort,
    by: mutantOf(ubInputPort, ({ states }) => {
      states.holding!.after = { cross: { target: 'forwarded', actions: ['forward', 'freeSlot'] } };
    }),
  },
  {
    name: 'dies that take packets only when they have sent their own',
    property: 'deadlock-freedom',
    given: { nodes: 2, packets: 3 },
    replaced: nodeDies,
    by: mutantOf(nodeDies, (chart) => {
      chart.states.sent!.on = chart.on!;
      chart.on = {};
    }),
  },
  {
    name: 'an input port that keeps what it has forwarded',
    property: 'packets-in-order at dies.0',
    given: { nodes: 2, packets: 1 },
    replaced: ubInputPort,
    by: mutantOf(ubInputPort, ({ states }) => {
      states.holding!.after = { cross: { target: 'forwarded', actions: ['forward', 'returnCredit'] } };
    }),
  },
  {
    name: 'an input port that forwards the last packet first',
    property: 'packets-in-order at dies.0',
    given: { nodes: 2, buffer: 2, packets: 2 },
    replaced: ubInputPort,
    by: ubInputPort.provide({
      actions: {
        store: assign(({ context, event: { source, destination, number } }) =>
          produce(context, (draft) => {
            draft.buffer.unshift({ source, destination, number });
          }),
        ),
      },
    }),
  },
  {
    name: 'an input port that sends everything the same way',
    property: 'packets-in-order at dies.0',
    given: { nodes: 3, packets: 1 },
    replaced: ubInputPort,
    by: ubInputPort.provide({
      actions: {
        forward: sendTo(
          componentRef(({ context }) => Object.values(context.routes)[0]!),
          ({ context }) => ({ type: 'FORWARD', ...context.buffer[0]! }),
        ),
      },
    }),
  },
];

const home = ({ source, destination }: Flow, chip = 'l2.0', lane: 0 | 1 = 0): Hop[] => [
  { from: `l1.${source}`, to: chip, lane },
  { from: chip, to: `l1.${destination}`, lane },
];

/** Ways that packets can go, and should not; they come to the right dies all the same. */
const wrongWays: readonly {
  name: string;
  property: string;
  given: Configuration;
  parts: Partial<UbSwitchParts>;
}[] = [
  {
    name: 'dies that send by the L1 chip of another node',
    property: 'injected-at-home of dies.0',
    given: { nodes: 3, traffic: 'shift' },
    parts: { hopsOf: (_, { destination }) => home({ source: (destination + 1) % 3, destination }) },
  },
  {
    name: 'dies that are given what is for another node, by the L1 chip of that one',
    property: 'forwarded-on-the-way of l1.2.from.l2.0',
    given: { nodes: 3, traffic: 'shift' },
    parts: { hopsOf: (_, { source }) => home({ source, destination: (source + 2) % 3 }) },
  },
  {
    name: 'an L2 chip that there is not',
    property: 'forwarded-on-the-way of l2.1.from.l1.0',
    given: { nodes: 2, traffic: 'shift' },
    parts: { hopsOf: (_, flow) => home(flow, 'l2.1') },
  },
  {
    name: 'a detour that nobody asked for',
    property: 'forwarded-on-the-way of l2.0.from.l1.0',
    given: { nodes: 3, traffic: 'shift' },
    parts: { hopsOf: (fabric, flow) => hopsOf({ ...fabric, detours: true }, flow) },
  },
  {
    name: 'a detour that comes back to its source',
    property: 'forwarded-on-the-way of l2.0.from.l1.1',
    given: { ...DETOURS, packets: 1 },
    parts: {
      hopsOf: (_, flow) => [...home({ ...flow, destination: flow.source }), ...home(flow, 'l2.0', 1)],
    },
  },
  {
    name: 'a detour by the very node that the packet is for',
    property: 'forwarded-on-the-way of l1.0.from.l2.0',
    given: { ...DETOURS, packets: 1 },
    parts: {
      hopsOf: (_, flow) => [...home(flow), ...home({ ...flow, source: flow.destination }, 'l2.0', 1)],
    },
  },
  {
    name: 'a straight way where a detour was asked for',
    property: 'a packet is sent up again at a third node',
    given: { ...DETOURS, packets: 1 },
    parts: { hopsOf: (fabric, flow) => hopsOf({ ...fabric, detours: false }, flow) },
  },
];

describe('packets that go another way', () => {
  it.each(wrongWays)('$name: $property alone sees it', ({ property, given, parts }) => {
    const wiring = ubSwitchWiring(shapeOf(configurationOf(ubSwitch, given)), parts);
    const { components, channels } = wiring;
    const properties = ubSwitchProperties(wiring);
    const network = defineNetwork({ name: 'ub-switch', components, channels, properties });
    // A witness that is missing has no counterexample.
    const violated = explore(network, { until: property }).properties.flatMap(({ name, verdict }) =>
      verdict === 'violated' ? [name] : [],
    );
    const kindOf = (name: string) => name.split(' of ')[0];
    expect(violated).toContain(property);
    expect(new Set(violated.map(kindOf))).toEqual(new Set([kindOf(property)]));
  });

  it('a port whose wire leads to another port is seen by sent-along-the-wire', () => {
    const network = networkWith({ nodes: 3, traffic: 'shift' });
    const crossed = { 'l1.0.to.l2.0': 'l2.0.from.l1.1', 'l1.1.to.l2.0': 'l2.0.from.l1.0' };
    const inputs = new Map(Object.entries(crossed));
    const components = Object.fromEntries(
      network.componentIds.map((id, at) => {
        const spec = network.components[at]!;
        const downstream = inputs.get(id);
        const input = downstream === undefined ? spec.input : { ...(spec.input as object), downstream };
        return [id, { ...spec, input }];
      }),
    );
    expect(explore({ ...network, components: Object.values(components) }).violations).toContainEqual(
      expect.objectContaining({ property: 'sent-along-the-wire of l1.0.to.l2.0' }),
    );
  });
});

describe('mutants of ub-switch', () => {
  it.each(mutants)('$name: caught by $property', ({ property, given, replaced, by }) => {
    const network = withMachine(networkWith(given), replaced, by);
    const violation = explore(network, { until: property, statesMax: 50_000 }).violations.find(
      (each) => each.property === property,
    );
    expect(violation).toBeDefined();
    expect(replay(network, violation!)).toMatchObject({ isViolated: true });
  });
});

it('lane-left-again does not show where no node that packets are for sends any up again', () => {
  const network = networkWith({ ...DETOURS, packets: 2 }, 'lane-left-again');
  expect(explore(network).verdict).toBe('holds');
});
