/** From the dies of one node to those of another; `number` counts the packets between the two. */
export interface Packet {
  readonly source: number;
  readonly destination: number;
  readonly number: number;
}

/** A packet crosses a chip: from the buffer where it waited, or its dies, to an output port, or the dies that it is for. */
export interface Forward extends Packet {
  readonly type: 'FORWARD';
}

/** A packet on the wire, from an output port to the input port at its other end. */
export interface PacketOnWire extends Packet {
  readonly type: 'PACKET';
}

/** A slot of an input port's buffer is free again: told to the output port at the other end of the wire. */
export interface Credit {
  readonly type: 'CREDIT';
}

export type Flow = Pick<Packet, 'source' | 'destination'>;

export const flowKey = ({ source, destination }: Flow): string => `${source}-${destination}`;
