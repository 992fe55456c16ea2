import { L2_CHIPS_PER_SUB_PLANE, NODES } from '../../../src/cloudmatrix/paper/interconnect.js';
import type { Configuration, Parameter } from '../../../src/index.js';

export interface UbSwitchShape {
  readonly nodes: number;
  readonly l2Chips: number;
  readonly buffer: number;
  /** From each node to each that it sends to. */
  readonly packets: number;
  readonly traffic: 'all-to-all' | 'shift' | 'incast' | 'star';
  readonly routes: 'direct' | 'detour';
}

export const parameters: Readonly<Record<keyof UbSwitchShape, Parameter>> = {
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
    values: ['all-to-all', 'shift', 'incast', 'star'],
    default: 'all-to-all',
    description: 'whom nodes send to: all others, the next one, node 0, or node 0 and it to all others',
  },
  routes: {
    kind: 'choice',
    values: ['direct', 'detour'],
    default: 'direct',
    description: 'whether packets go straight to their node, or up again at the L1 chip of a third one',
  },
};

/** The shape that a configuration describes. */
export function shapeOf(configuration: Configuration): UbSwitchShape {
  const number = (name: keyof UbSwitchShape) => Number(configuration[name]);
  return {
    nodes: number('nodes'),
    l2Chips: number('l2Chips'),
    buffer: number('buffer'),
    packets: number('packets'),
    traffic: configuration.traffic as UbSwitchShape['traffic'],
    routes: configuration.routes as UbSwitchShape['routes'],
  };
}

/** Why no network of this configuration can be built. */
export function refuse({ nodes, routes }: Configuration): string | undefined {
  if (routes !== 'detour' || Number(nodes) >= 3) return undefined;
  return `a detour (routes) leads through a third node, and there are ${nodes}. Raise nodes to 3, or use routes 'direct'.`;
}
