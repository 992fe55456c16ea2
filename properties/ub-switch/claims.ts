import { hopsOf, outputPortId } from '../../machines/interconnect/ub-fabric.js';
import type { InputPortContext } from '../../machines/interconnect/ub-input-port.js';
import type { OutputPortContext } from '../../machines/interconnect/ub-output-port.js';
import { flowKey } from '../../machines/interconnect/ub-packet.js';
import type { UbSwitchWiring, Wire } from '../../machines/networks/ub-switch/wiring.js';
import { always, monitor, type Property, reachable, type View } from '../../src/index.js';
import { packetsInOrder } from './packets-in-order.js';

/** Everything that must be true of packets, and of the credits for the buffers that they wait in. */
export function ubSwitchProperties(wiring: UbSwitchWiring): Property[] {
  const { wires, dies, flows, shape } = wiring;
  return [
    ...wires.flatMap((wire) => [bufferWithinSlots(wire), creditsConserved(wire)]),
    ...dies.map((id, node) => {
      const owed = Object.fromEntries(
        flows.filter(({ destination }) => destination === node).map(({ source }) => [source, shape.packets]),
      );
      return monitor(`packets-in-order at ${id}`, packetsInOrder, { node, owed }, { from: [id] });
    }),
    ...witnesses(wiring),
  ];
}

const bufferOf = (view: View, { input }: Wire) => view.context<InputPortContext>(input).buffer;

/** A port never holds more packets than its buffer has slots. The margin is in slots. */
function bufferWithinSlots(wire: Wire): Property {
  return always(`buffer-within-slots of ${wire.input}`, (view) => wire.buffer - bufferOf(view, wire).length);
}

/** Each slot is a credit, a packet on its way there, a packet in it, or a credit on its way back: none is lost or made. */
function creditsConserved(wire: Wire): Property {
  const { output, input, buffer } = wire;
  return always(`credits-conserved of ${output}`, (view) => {
    const { credits } = view.context<OutputPortContext>(output);
    const onWire = view.waiting(output, input).length + view.waiting(input, output).length;
    return credits + onWire + bufferOf(view, wire).length === buffer;
  });
}

/** Whether some node sends two packets in a row that share a buffer, the first of them to a port that others can crowd. */
function buffersAreShared({ fabric, flows, wires }: UbSwitchWiring): boolean {
  return flows.some((flow, at) => {
    const follower = flows[at + 1];
    if (follower?.source !== flow.source) return false;
    const [up, down] = hopsOf(fabric, flow).map(outputPortId);
    const [upAfter, downAfter] = hopsOf(fabric, follower).map(outputPortId);
    const crowded = wires.some(({ output, load, buffer }) => output === down && load > buffer && buffer > 1);
    return up === upAfter && down !== downAfter && crowded;
  });
}

/** Witnesses: the fabric empties again; ports do run out of credits, and hold up what waits for others. */
function witnesses(wiring: UbSwitchWiring): Property[] {
  const { dies, wires } = wiring;
  /** Where the packets of a port's buffer go next, the head first. */
  const nextPorts = (view: View, wire: Wire): string[] => {
    const { routes } = view.context<InputPortContext>(wire.input);
    return bufferOf(view, wire).map((packet) => routes[flowKey(packet)]!);
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
  if (wires.some(({ load, buffer, isRelay }) => isRelay && load > buffer)) {
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
