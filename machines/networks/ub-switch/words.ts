import type { NetworkTelling, Step, View, WaitsFor } from '../../../src/index.js';
import type { InputPortContext } from '../../interconnect/ub-input-port.js';
import type { OutputPortContext } from '../../interconnect/ub-output-port.js';
import { flowKey, type Packet } from '../../interconnect/ub-packet.js';

/** Sentences for the counterexamples of switches: packets, chips, ports and credits. */
export const ubSwitchWords: Pick<NetworkTelling, 'describe' | 'group' | 'waitsFor'> = {
  group: (id) => [chipOf(id)],
  describe: {
    step: stepText,
    observed: (id, event) =>
      event.type === 'ARRIVED' ? `${packetText(event as unknown as Packet)} arrives at ${id}` : undefined,
  },
  waitsFor,
};

/** `l1.0` of the ports `l1.0.from.l2.1` and `l1.0.to.l2.1`. */
const chipOf = (id: string): string => id.split(/\.(?:from|to)\./u)[0]!;

const packetText = ({ source, destination, number }: Packet): string =>
  `packet ${number} of node ${source} for node ${destination}`;

const firstOf = (view: View, port: string): Packet | undefined =>
  view.context<Partial<InputPortContext>>(port).buffer?.[0];

function stepText(step: Step, before: View): string | undefined {
  if (step.kind === 'deliver' && step.event.type === 'PACKET') {
    return `${packetText(step.event as unknown as Packet)} comes to ${step.to}`;
  }
  if (step.kind !== 'timer') return undefined;
  const packet = firstOf(before, step.component);
  if (packet === undefined) return undefined;
  const { routes } = before.context<InputPortContext>(step.component);
  return `${packetText(packet)} goes from ${step.component} to ${routes[flowKey(packet)]}`;
}

/** The first packet of a port waits until its output port has a credit: until the port at the other end of that wire has a slot. */
function waitsFor(view: View, id: string): readonly WaitsFor[] {
  if (!view.matches(id, 'holding')) return [];
  const packet = firstOf(view, id);
  if (packet === undefined) return [];
  const output = view.context<InputPortContext>(id).routes[flowKey(packet)]!;
  if (!view.components.includes(output) || !view.matches(output, 'starved')) return [];
  const { downstream } = view.context<OutputPortContext>(output);
  return [
    {
      of: [downstream],
      words: `holds ${packetText(packet)}, which needs a slot of ${downstream}`,
      given: { to: output, event: { type: 'CREDIT' } },
    },
  ];
}
