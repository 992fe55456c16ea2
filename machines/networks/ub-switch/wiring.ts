import { nodeDies, type NodeDiesInput } from '../../interconnect/node-dies.js';
import {
  diesId,
  type Fabric,
  type Hop,
  type Hops,
  hopsOf,
  inputPortId,
  outputPortId,
  routingTableOf,
} from '../../interconnect/ub-fabric.js';
import { type InputPortInput, ubInputPort } from '../../interconnect/ub-input-port.js';
import { type OutputPortContext, ubOutputPort } from '../../interconnect/ub-output-port.js';
import type { Flow } from '../../interconnect/ub-packet.js';
import type { NetworkWiring } from '../../network-wiring.js';
import type { UbSwitchShape } from './parameters.js';

/** A wire between two chips, by the ports at its ends. */
export interface Wire {
  readonly output: string;
  readonly input: string;
  /** Packets that go this way in all. */
  readonly load: number;
  /** Whether some packets come to it from the buffer of another wire, not from dies. */
  readonly isRelay: boolean;
}

export interface UbSwitchWiring extends NetworkWiring {
  readonly shape: UbSwitchShape;
  /** For each flow, in the order of the nodes, the output ports on its way. */
  readonly ways: readonly { readonly flow: Flow; readonly outputs: readonly string[] }[];
  readonly wires: readonly Wire[];
  /** Ids of the nodes' dies, by node. */
  readonly dies: readonly string[];
}

const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Nodes that a node sends to, in the order of a round of its packets. */
function destinationsOf(source: number, { nodes, traffic }: UbSwitchShape): number[] {
  // Each begins with its neighbour, so that not all begin with node 0.
  const others = indices(nodes - 1).map((at) => (source + 1 + at) % nodes);
  switch (traffic) {
    case 'all-to-all':
      return others;
    case 'shift':
      return others.slice(0, 1);
    case 'incast':
      return source === 0 ? [] : [0];
    case 'star':
      return source === 0 ? others : [0];
  }
}

/** Who sends to whom, in the order of the nodes. */
export function flowsOf(shape: UbSwitchShape): Flow[] {
  return indices(shape.nodes).flatMap((source) =>
    destinationsOf(source, shape).map((destination) => ({ source, destination })),
  );
}

interface Way {
  readonly flow: Flow;
  readonly hops: readonly Hop[];
}

function wiresOf(ways: readonly Way[], packets: number): Wire[] {
  const wires = new Map<string, Wire>();
  for (const { hops } of ways) {
    hops.forEach((hop, at) => {
      const output = outputPortId(hop);
      const { load = 0, isRelay = false } = wires.get(output) ?? {};
      wires.set(output, {
        output,
        input: inputPortId(hop),
        load: load + packets,
        isRelay: isRelay || at > 0,
      });
    });
  }
  return [...wires.values()];
}

/** What can stand in for a part of the wiring. */
export interface UbSwitchParts {
  readonly hopsOf: Hops;
  /** What the ports know of these ways. */
  readonly routingTableOf: typeof routingTableOf;
}

export const SWITCH_PARTS: UbSwitchParts = { hopsOf, routingTableOf };

/**
 * The dies of each node, and the ports at both ends of each wire. Within a chip a packet moves when its output port takes it, and waits
 * where it is until then: a rendezvous.
 */
export function ubSwitchWiring(shape: UbSwitchShape, parts: Partial<UbSwitchParts> = {}): UbSwitchWiring {
  const { l2Chips, packets, buffer, routes } = shape;
  const { hopsOf, routingTableOf } = { ...SWITCH_PARTS, ...parts };
  const fabric: Fabric = { nodes: shape.nodes, l2Chips, detours: routes === 'detour' };
  const nodes = indices(shape.nodes);
  const flows = flowsOf(shape);
  const ways = flows.map((flow) => ({ flow, hops: hopsOf(fabric, flow) }));
  const wires = wiresOf(ways, packets);
  const table = routingTableOf(ways);
  const diesInput = (node: number): NodeDiesInput => {
    const own = flows.filter(({ source }) => source === node);
    return {
      packets: indices(packets).flatMap((number) => own.map((flow) => ({ ...flow, number }))),
      routes: table.get(diesId(node)) ?? {},
    };
  };
  const outputInput = ({ input }: Wire): OutputPortContext => ({
    downstream: input,
    credits: buffer,
  });
  const inputInput = ({ output, input }: Wire): InputPortInput => ({
    upstream: output,
    routes: table.get(input)!,
  });
  return {
    shape,
    components: Object.fromEntries([
      ...nodes.map((node) => [diesId(node), { machine: nodeDies, input: diesInput(node) }] as const),
      ...wires.flatMap((wire) => [
        [wire.output, { machine: ubOutputPort, input: outputInput(wire) }] as const,
        [wire.input, { machine: ubInputPort, input: inputInput(wire) }] as const,
      ]),
    ]),
    channels: {
      default: { kind: 'fifo' },
      events: { FORWARD: { kind: 'sync', deferring: true } },
    },
    ways: ways.map(({ flow, hops }) => ({ flow, outputs: hops.map(outputPortId) })),
    wires,
    dies: nodes.map(diesId),
  };
}
