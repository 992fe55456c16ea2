import type { NodeDiesInput } from '../../machines/interconnect/node-dies.js';
import type { InputPortContext } from '../../machines/interconnect/ub-input-port.js';
import type { OutputPortContext } from '../../machines/interconnect/ub-output-port.js';
import type { Packet } from '../../machines/interconnect/ub-packet.js';
import type { UbSwitchShape } from '../../machines/networks/ub-switch/parameters.js';
import type { UbSwitchWiring, Wire } from '../../machines/networks/ub-switch/wiring.js';
import { always, monitor, type Property, reachable, type View } from '../../src/index.js';
import { packetsInOrder } from './packets-in-order.js';

/** Everything that must be true of packets, and of the credits for the buffers that they wait in (docs/paper/facts.md 2: lossless, non-blocking). */
export function ubSwitchProperties(wiring: UbSwitchWiring): Property[] {
  const { wires, dies, shape } = wiring;
  return [
    ...wires.flatMap((wire) => [
      bufferWithinSlots(wire, shape),
      creditsConserved(wire, shape),
      sentAlongTheWire(wire, shape),
      forwardedOnTheWay(wire, shape),
    ]),
    ...dies.flatMap((_, node) => [...injectedAtHome(wiring, node), ...packetsArrive(wiring, node)]),
    asAtTheStart(wiring),
    ...witnesses(wiring),
  ];
}

const bufferOf = (view: View, { input }: Wire) => view.context<InputPortContext>(input).buffer;
const creditsOf = (view: View, { output }: Wire) => view.context<OutputPortContext>(output).credits;

/** A port never holds more packets than its buffer has slots. The margin is in slots. */
function bufferWithinSlots(wire: Wire, { buffer }: UbSwitchShape): Property {
  return always(`buffer-within-slots of ${wire.input}`, {
    then: (view) => buffer - bufferOf(view, wire).length,
    // All slots are used, or will be by what is on the wire.
    hardCase: (view) => creditsOf(view, wire) === 0,
  });
}

/** Each slot is a credit, a packet on its way there, a packet in it, or a credit on its way back: none is lost or made. */
function creditsConserved(wire: Wire, { buffer }: UbSwitchShape): Property {
  const { output, input } = wire;
  return always(`credits-conserved of ${output}`, {
    then: (view) => {
      const onWire = view.waiting(output, input).length + view.waiting(input, output).length;
      return creditsOf(view, wire) + onWire + bufferOf(view, wire).length === buffer;
    },
    hardCase: (view) => view.waiting(input, output).length > 0,
  });
}

/** Of the chips, ports and wires, only what their names say is believed: `l1.0.to.l2.1` is a port of chip `l1.0`, and its wire leads to chip `l2.1`. */
const chipOf = (port: string): string => port.split(/\.(?:to|from)\./u)[0]!;

/** What an output port sends comes out at the other end of its own wire, of the same lane. */
function sentAlongTheWire(wire: Wire, { buffer }: UbSwitchShape): Property {
  const [from, rest] = wire.output.split('.to.') as [string, string];
  const [to, lane] = rest.split('.lane.') as [string, string | undefined];
  const end = `${to}.from.${from}${lane === undefined ? '' : `.lane.${lane}`}`;
  return always(`sent-along-the-wire of ${wire.output}`, {
    then: (view) => view.context<OutputPortContext>(wire.output).downstream === end,
    hardCase: (view) => creditsOf(view, wire) < buffer,
  });
}

/**
 * A packet leaves a chip by a port of that chip: at its own node to the dies, at an L2 chip down to a node that is not its own source, and elsewhere
 * up again, which only detours do, at a third node.
 */
function forwardedOnTheWay(wire: Wire, { l2Chips, routes }: UbSwitchShape): Property {
  const chip = chipOf(wire.input);
  const [tier, number] = chip.split('.') as ['l1' | 'l2', string];
  const isRight = ({ source, destination }: Packet, next: string | undefined): boolean => {
    if (next === undefined) return false;
    if (tier === 'l2') {
      const down = new RegExp(`^${chip}\\.to\\.l1\\.(\\d+)(\\.lane\\.1)?$`, 'u').exec(next)?.[1];
      const isThird = routes === 'detour' && down !== String(source);
      return Number(number) < l2Chips && down !== undefined && (down === String(destination) || isThird);
    }
    if (number === String(destination)) return next === `dies.${number}`;
    return routes === 'detour' && number !== String(source) && next.startsWith(`${chip}.to.l2.`);
  };
  return always(`forwarded-on-the-way of ${wire.input}`, {
    then: (view) => {
      const { buffer, routes } = view.context<InputPortContext>(wire.input);
      return buffer.every((packet) => isRight(packet, routes[`${packet.source}-${packet.destination}`]));
    },
    hardCase: (view) => bufferOf(view, wire).length > 0,
  });
}

/** The dies of a node send by the L1 chip of their node. */
function injectedAtHome({ dies, shape }: UbSwitchWiring, node: number): Property[] {
  if (!isSource(node, shape)) return [];
  const routesOf = (view: View) => Object.values(view.context<NodeDiesInput>(dies[node]!).routes);
  return [
    always(`injected-at-home of ${dies[node]!}`, {
      then: (view) => routesOf(view).every((next) => next.startsWith(`l1.${node}.to.l2.`)),
      hardCase: (view) => routesOf(view).length > 0 && view.matches(dies[node]!, 'sent'),
    }),
  ];
}

/** Whether a node sends anything. */
const isSource = (node: number, { traffic }: UbSwitchShape): boolean => traffic !== 'incast' || node !== 0;

/** Nodes that send to a node. */
function sourcesOf(node: number, { nodes, traffic }: UbSwitchShape): number[] {
  const others = Array.from({ length: nodes }, (_, each) => each).filter((each) => each !== node);
  switch (traffic) {
    case 'all-to-all':
      return others;
    case 'shift':
      return [(node + nodes - 1) % nodes];
    case 'incast':
      return node === 0 ? others : [];
    case 'star':
      return node === 0 ? others : [0];
  }
}

/** A node to which nobody sends must get nothing: what came there would not have come where it belongs. */
function packetsArrive(wiring: UbSwitchWiring, node: number): Property[] {
  const { dies, wires, shape } = wiring;
  const sources = sourcesOf(node, shape);
  if (sources.length === 0) return [];
  const owed = Object.fromEntries(sources.map((source) => [source, shape.packets]));
  const isFor = (packet: unknown) => (packet as { readonly destination: number }).destination === node;
  return [
    monitor(
      `packets-in-order at ${dies[node]!}`,
      packetsInOrder,
      { node, owed },
      {
        from: [dies[node]!],
        // Two packets for the node are in the fabric at once.
        hardCase: (view) =>
          wires.flatMap((wire) => [
            ...bufferOf(view, wire).filter(isFor),
            ...view.waiting(wire.output, wire.input).filter(isFor),
          ]).length > 1,
      },
    ),
  ];
}

/** Once everything is sent and no packet or credit is in the fabric, every port has the credits that it began with. */
function asAtTheStart({ dies, wires, shape }: UbSwitchWiring): Property {
  return always('as-at-the-start', {
    when: (view) =>
      dies.every((each) => view.matches(each, 'sent')) &&
      wires.every(
        (wire) =>
          bufferOf(view, wire).length === 0 &&
          view.waiting(wire.output, wire.input).length + view.waiting(wire.input, wire.output).length === 0,
      ),
    then: (view) => wires.every((wire) => creditsOf(view, wire) === shape.buffer),
  });
}

/** Whether some node sends two packets in a row that share a buffer, the first of them to a port that others can crowd. */
function buffersAreShared({ ways, wires, shape: { buffer } }: UbSwitchWiring): boolean {
  return ways.some(({ flow, outputs: [up, down] }, at) => {
    const follower = ways[at + 1];
    if (follower?.flow.source !== flow.source) return false;
    const [upAfter, downAfter] = follower.outputs;
    const crowded = wires.some(({ output, load }) => output === down && load > buffer && buffer > 1);
    return up === upAfter && down !== downAfter && crowded;
  });
}

/** Witnesses: the fabric empties again; ports do run out of credits, and hold up what waits for others. */
function witnesses(wiring: UbSwitchWiring): Property[] {
  const { dies, wires, shape } = wiring;
  /** Where the packets of a port's buffer go next, the head first. */
  const nextPorts = (view: View, wire: Wire): string[] => {
    const { routes, buffer } = view.context<InputPortContext>(wire.input);
    return buffer.map(({ source, destination }) => routes[`${source}-${destination}`]!);
  };
  const outputs = new Set(wires.map(({ output }) => output));
  const isStarved = (view: View, port: string) => outputs.has(port) && view.matches(port, 'starved');
  const found = [
    reachable(
      'all packets have left',
      (view) =>
        dies.every((each) => view.matches(each, 'sent')) &&
        wires.every(({ input }) => view.matches(input, 'empty')),
    ),
  ];
  if (shape.routes === 'detour') {
    found.push(
      reachable('a packet is sent up again at a third node', (view) =>
        wires.some((wire) =>
          bufferOf(view, wire).some(
            ({ source, destination }) =>
              chipOf(wire.input).startsWith('l1.') &&
              ![`l1.${source}`, `l1.${destination}`].includes(chipOf(wire.input)),
          ),
        ),
      ),
    );
  }
  if (wires.some(({ load, isRelay }) => isRelay && load > shape.buffer)) {
    found.push(
      reachable('a packet waits for a port that is out of credits', (view) =>
        wires.some((wire) => {
          const [head] = nextPorts(view, wire);
          return head !== undefined && isStarved(view, head);
        }),
      ),
    );
  }
  // Some packet may wait behind one for another, crowded port.
  if (buffersAreShared(wiring)) {
    found.push(
      reachable('a packet waits behind another, though its own port has credits', (view) =>
        wires.some((wire) => {
          const [head, second] = nextPorts(view, wire);
          return second !== undefined && isStarved(view, head!) && !isStarved(view, second);
        }),
      ),
    );
  }
  return found;
}
