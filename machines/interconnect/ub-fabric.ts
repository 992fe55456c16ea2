import { type Flow, flowKey } from './ub-packet.js';

/** The part of the Unified Bus that carries packets between nodes: one sub-plane, with the L1 chip of each node in it. */
export interface Fabric {
  readonly nodes: number;
  readonly l2Chips: number;
  /** Packets go to the L1 chip of a third node first, which sends them up again: the way around a link that is down. */
  readonly detours: boolean;
}

/**
 * A wire from one chip to another, and the buffers at its end that a packet uses: lane 1 is for packets that were sent up again. With buffers of
 * their own these wait for none that has not been, so that no packets wait in a circle (https://doi.org/10.1109/TC.1987.1676939).
 */
export interface Hop {
  readonly from: string;
  readonly to: string;
  readonly lane: 0 | 1;
}

const l1 = (node: number): string => `l1.${node}`;
const l2 = (chip: number): string => `l2.${chip}`;

const laneSuffix = (lane: number): string => (lane === 0 ? '' : `.lane.${lane}`);

/** Ids of the ports at the two ends of a hop. */
export const outputPortId = ({ from, to, lane }: Hop): string => `${from}.to.${to}${laneSuffix(lane)}`;
export const inputPortId = ({ from, to, lane }: Hop): string => `${to}.from.${from}${laneSuffix(lane)}`;
export const diesId = (node: number): string => `dies.${node}`;

/** Up to the L2 chip of the flow, and down to the node. */
function upAndDown({ source, destination }: Flow, chip: string, lane: 0 | 1): Hop[] {
  return [
    { from: l1(source), to: chip, lane },
    { from: chip, to: l1(destination), lane },
  ];
}

/** The way of a flow's packets. */
export type Hops = (fabric: Fabric, flow: Flow) => readonly Hop[];

/** Always the same way for a flow's packets, so that they cannot overtake each other. */
export function hopsOf(fabric: Fabric, flow: Flow): readonly Hop[] {
  const { source, destination } = flow;
  const chip = l2((source + destination) % fabric.l2Chips);
  if (!fabric.detours) return upAndDown(flow, chip, 0);
  // The first that is neither end.
  const via = [0, 1, 2].find((node) => node !== source && node !== destination)!;
  return [
    ...upAndDown({ source, destination: via }, chip, 0),
    ...upAndDown({ source: via, destination }, chip, 1),
  ];
}

/** Where packets go next, by the port (or the dies) where they are and their flow. */
export type RoutingTable = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** The routing tables of all ports that some flow uses. */
export function routingTableOf(ways: readonly { flow: Flow; hops: readonly Hop[] }[]): RoutingTable {
  const table = new Map<string, Record<string, string>>();
  for (const { flow, hops } of ways) {
    const buffers = [diesId(flow.source), ...hops.map(inputPortId)];
    const next = [...hops.map(outputPortId), diesId(flow.destination)];
    buffers.forEach((buffer, at) => {
      table.set(buffer, { ...table.get(buffer), [flowKey(flow)]: next[at]! });
    });
  }
  return table;
}
