import type { InputPortContext } from '../../machines/interconnect/ub-input-port.js';
import type { OutputPortContext } from '../../machines/interconnect/ub-output-port.js';
import { flowKey } from '../../machines/interconnect/ub-packet.js';
import { always, type Property, reachable, type View } from '../../src/index.js';

/** A wire between two chips, by the ports at its ends. */
export interface Wire {
  readonly output: string;
  readonly input: string;
  /** Slots of the input port's buffer. */
  readonly buffer: number;
  /** Packets that go this way in all. */
  readonly load: number;
  /** Whether some packets come to it from the buffer of another wire, not from dies. */
  readonly isRelay: boolean;
}

const bufferOf = (view: View, { input }: Wire) => view.context<InputPortContext>(input).buffer;

/** A port never holds more packets than its buffer has slots. The margin is in slots. */
export function bufferWithinSlots(wire: Wire): Property {
  return always(`buffer-within-slots of ${wire.input}`, (view) => wire.buffer - bufferOf(view, wire).length);
}

/** Each slot is a credit, a packet on its way there, a packet in it, or a credit on its way back: none is lost or made. */
export function creditsConserved(wire: Wire): Property {
  const { output, input, buffer } = wire;
  return always(`credits-conserved of ${output}`, (view) => {
    const { credits } = view.context<OutputPortContext>(output);
    const onWire = view.waiting(output, input).length + view.waiting(input, output).length;
    return credits + onWire + bufferOf(view, wire).length === buffer;
  });
}

/** Witnesses: the fabric empties again; ports do run out of credits, and hold up what waits for others. */
export function ubSwitchWitnesses(
  dies: readonly string[],
  wires: readonly Wire[],
  /** Some packet may wait behind one for another, crowded port. */
  buffersAreShared: boolean,
): Property[] {
  /** Where the packets of a port's buffer go next, the head first. */
  const nextPorts = (view: View, wire: Wire): string[] => {
    const { routes } = view.context<InputPortContext>(wire.input);
    return bufferOf(view, wire).map((packet) => routes[flowKey(packet)]!);
  };
  const outputs = new Set(wires.map(({ output }) => output));
  const isStarved = (view: View, port: string) => outputs.has(port) && view.matches(port, 'starved');
  const witnesses = [
    reachable(
      'all packets have left',
      (view) =>
        dies.every((each) => view.matches(each, 'sent')) &&
        wires.every(({ input }) => view.matches(input, 'empty')),
    ),
  ];
  if (wires.some(({ load, buffer, isRelay }) => isRelay && load > buffer)) {
    witnesses.push(
      reachable('a packet waits for a port that is out of credits', (view) =>
        wires.some((wire) => {
          const [head] = nextPorts(view, wire);
          return head !== undefined && isStarved(view, head);
        }),
      ),
    );
  }
  if (buffersAreShared) {
    witnesses.push(
      reachable('a packet waits behind another, though its own port has credits', (view) =>
        wires.some((wire) => {
          const [head, second] = nextPorts(view, wire);
          return second !== undefined && isStarved(view, head!) && !isStarved(view, second);
        }),
      ),
    );
  }
  return witnesses;
}
