import { bufferWithinSlots, creditsConserved, ubSwitchWitnesses, type Wire } from './claims.js';
import { L2_CHIPS_PER_SUB_PLANE, NODES } from '../../src/cloudmatrix/paper/interconnect.js';
import {
  type Configuration,
  defineNetwork,
  monitor,
  type Network,
  type NetworkFamily,
} from '../../src/index.js';
import { nodeDies, type NodeDiesInput } from '../../machines/interconnect/node-dies.js';
import {
  diesId,
  type Fabric,
  hopsOf,
  inputPortId,
  outputPortId,
  routingTableOf,
} from '../../machines/interconnect/ub-fabric.js';
import { type InputPortInput, ubInputPort } from '../../machines/interconnect/ub-input-port.js';
import { type OutputPortContext, ubOutputPort } from '../../machines/interconnect/ub-output-port.js';
import type { Flow } from '../../machines/interconnect/ub-packet.js';
import { packetsInOrder } from './packets-in-order.js';

const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

function fabricOf(configuration: Configuration, faults: ReadonlySet<string>): Fabric {
  return {
    nodes: Number(configuration.nodes),
    l2Chips: Number(configuration.l2Chips),
    detours: configuration.routes === 'detour',
    separatesDetours: !faults.has('loop'),
  };
}

/** Nodes that a node sends to, in the order of a round of its packets. */
function destinationsOf(source: number, nodes: number, traffic: string): number[] {
  // Each begins with its neighbour, so that not all begin with node 0.
  const others = indices(nodes - 1).map((at) => (source + 1 + at) % nodes);
  switch (traffic) {
    case 'all-to-all':
      return others;
    case 'shift':
      return others.slice(0, 1);
    default:
      return source === 0 ? [] : [0];
  }
}

function wiresOf(fabric: Fabric, flows: readonly Flow[], packets: number, buffer: number): Wire[] {
  const wires = new Map<string, Wire>();
  for (const flow of flows) {
    hopsOf(fabric, flow).forEach((hop, at) => {
      const output = outputPortId(hop);
      const { load = 0, isRelay = false } = wires.get(output) ?? {};
      wires.set(output, {
        output,
        input: inputPortId(hop),
        buffer,
        load: load + packets,
        isRelay: isRelay || at > 0,
      });
    });
  }
  return [...wires.values()];
}

/** Whether some node sends two packets in a row that share a buffer, the first of them to a port that others can crowd. */
function buffersAreShared(fabric: Fabric, flows: readonly Flow[], wires: readonly Wire[]): boolean {
  return flows.some((flow, at) => {
    const follower = flows[at + 1];
    if (follower?.source !== flow.source) return false;
    const [up, down] = hopsOf(fabric, flow).map(outputPortId);
    const [upAfter, downAfter] = hopsOf(fabric, follower).map(outputPortId);
    const crowded = wires.some(({ output, load, buffer }) => output === down && load > buffer && buffer > 1);
    return up === upAfter && down !== downAfter && crowded;
  });
}

function refuse({ nodes, routes }: Configuration): string | undefined {
  if (routes !== 'detour' || Number(nodes) >= 3) return undefined;
  return `a detour (routes) leads through a third node, and there are ${nodes}. Raise nodes to 3, or use routes 'direct'.`;
}

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const fabric = fabricOf(configuration, faults);
  const packets = Number(configuration.packets);
  const nodes = indices(fabric.nodes);
  const flows = nodes.flatMap((source) =>
    destinationsOf(source, fabric.nodes, String(configuration.traffic)).map((destination) => ({
      source,
      destination,
    })),
  );
  const wires = wiresOf(fabric, flows, packets, Number(configuration.buffer));
  const table = routingTableOf(fabric, flows);
  const diesInput = (node: number): NodeDiesInput => {
    const own = flows.filter(({ source }) => source === node);
    return {
      packets: indices(packets).flatMap((number) => own.map((flow) => ({ ...flow, number }))),
      routes: table.get(diesId(node)) ?? {},
    };
  };
  const outputInput = ({ input, buffer }: Wire): OutputPortContext => ({
    downstream: input,
    credits: buffer,
  });
  const inputInput = ({ output, input }: Wire): InputPortInput => ({
    upstream: output,
    routes: table.get(input)!,
  });
  return defineNetwork({
    name: 'ub-switch',
    components: Object.fromEntries([
      ...nodes.map((node) => [diesId(node), { machine: nodeDies, input: diesInput(node) }] as const),
      ...wires.flatMap((wire) => [
        [wire.output, { machine: ubOutputPort, input: outputInput(wire) }] as const,
        [wire.input, { machine: ubInputPort, input: inputInput(wire) }] as const,
      ]),
    ]),
    channels: {
      default: { kind: 'fifo' },
      // Within a chip a packet moves when its output port takes it, and waits where it is until then: a rendezvous.
      events: { FORWARD: { kind: 'sync', deferring: true } },
    },
    properties: [
      ...wires.flatMap((wire) => [bufferWithinSlots(wire), creditsConserved(wire)]),
      ...nodes.map((node) => {
        const owed = Object.fromEntries(
          flows.filter(({ destination }) => destination === node).map(({ source }) => [source, packets]),
        );
        return monitor(
          `packets-in-order at ${diesId(node)}`,
          packetsInOrder,
          { node, owed },
          { from: [diesId(node)] },
        );
      }),
      ...ubSwitchWitnesses(nodes.map(diesId), wires, buffersAreShared(fabric, flows, wires)),
    ],
  });
}

/** No run is longer: each packet is injected, and then forwarded, delivered and credited on each wire. */
function stepsMax({ nodes, packets, traffic, routes }: Configuration): number {
  const flows = indices(Number(nodes)).flatMap((source) =>
    destinationsOf(source, Number(nodes), String(traffic)),
  );
  const wires = routes === 'detour' ? 4 : 2;
  return flows.length * Number(packets) * (1 + 3 * wires);
}

/**
 * The switches of one sub-plane of the Unified Bus (facts.md 2): packets between nodes go from the L1 chip of their node up to an L2
 * chip and down to the L1 chip of the other, and each port sends only what the buffer at the other end of its wire has room for.
 * The paper does not tell buffers, credits and routes; here they are those of any lossless fabric.
 */
export const ubSwitch: NetworkFamily = {
  name: 'ub-switch',
  title:
    'Packets between nodes through the L1 and L2 switch chips of one sub-plane, with credits for buffers',
  parameters: {
    nodes: { kind: 'integer', min: 2, max: NODES, default: 3, description: 'nodes, each with an L1 chip' },
    l2Chips: {
      kind: 'integer',
      min: 1,
      max: L2_CHIPS_PER_SUB_PLANE,
      default: 1,
      description: 'L2 chips of the sub-plane',
    },
    buffer: {
      kind: 'integer',
      min: 1,
      max: 8,
      default: 1,
      description: 'packets that the buffer of an input port holds',
    },
    packets: {
      kind: 'integer',
      min: 1,
      max: 8,
      default: 1,
      description: 'packets from each node to each that it sends to',
    },
    traffic: {
      kind: 'choice',
      values: ['all-to-all', 'shift', 'incast'],
      default: 'all-to-all',
      description: 'whom nodes send to: all others, the next one, or node 0',
    },
    routes: {
      kind: 'choice',
      values: ['direct', 'detour'],
      default: 'direct',
      description: 'whether packets go straight to their node, or up again at the L1 chip of a third one',
    },
  },
  faults: {
    loop: {
      title:
        'packets that are sent up again use the same buffers as all others, which may then wait in a circle',
      link: 'https://doi.org/10.1109/TC.1987.1676939',
      property: 'deadlock-freedom',
      configuration: { nodes: 3, l2Chips: 1, buffer: 1, packets: 2, traffic: 'incast', routes: 'detour' },
    },
  },
  refuse,
  build,
  exhaustive: [
    { nodes: 2, buffer: 2, packets: 3 },
    { nodes: 3, packets: 2 },
    { nodes: 3, buffer: 2 },
    { nodes: 3, l2Chips: 2 },
    { nodes: 4, l2Chips: 2, buffer: 2, packets: 2, traffic: 'incast' },
    { nodes: 3, packets: 2, traffic: 'incast', routes: 'detour' },
  ],
  deep: [{ nodes: 4 }],
  campaign: {
    ranges: {
      nodes: { min: 2, max: 5 },
      l2Chips: { min: 1, max: 3 },
      buffer: { min: 1, max: 3 },
      packets: { min: 1, max: 3 },
    },
    stepsMax,
  },
};
