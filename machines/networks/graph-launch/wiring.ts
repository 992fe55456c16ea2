import type { ComponentSpec } from '../../../src/index.js';
import { collective } from '../../die/collective.js';
import { deviceGraph, type DeviceInput } from '../../die/device-graph.js';
import { hostCpu, type HostInput } from '../../die/host-cpu.js';
import { updateStream } from '../../die/update-stream.js';
import type { NetworkWiring } from '../../network-wiring.js';
import { channelFor } from './channels.js';
import type { GraphLaunchShape } from './parameters.js';

/** A die by the ids of its components. */
export interface LaunchingDie {
  readonly host: string;
  readonly device: string;
}

export interface GraphLaunchWiring extends NetworkWiring {
  readonly shape: GraphLaunchShape;
  readonly dies: readonly LaunchingDie[];
}

/**
 * How the parameters of a die's graphs are updated: all in one stream, whose events replays keep in order; or those of draft graphs in
 * a stream of their own, which nothing orders behind the replays.
 */
export type UpdateStreams = 'shared' | 'apart';

const COLLECTIVE = 'collective';
const hostOf = (die: number): string => `host.${die}`;
const deviceOf = (die: number): string => `device.${die}`;

function componentsOf(
  shape: GraphLaunchShape,
  die: number,
  streams: UpdateStreams,
): [string, ComponentSpec][] {
  const { graphs, iterations, ahead } = shape;
  const graphsOf = Array.from({ length: graphs }, (_, graph) =>
    streams === 'apart' && graph > 0
      ? { updateStream: `updates.${die}.draft`, isOrdered: false }
      : { updateStream: `updates.${die}`, isOrdered: true },
  );
  const updateStreams = [...new Set(graphsOf.map((graph) => graph.updateStream))];
  const host: HostInput = { device: deviceOf(die), graphs: graphsOf, iterations, ahead };
  const device: DeviceInput = {
    die,
    graphs,
    slots: ahead + 1,
    host: hostOf(die),
    updateStreams,
    collective: COLLECTIVE,
  };
  return [
    [hostOf(die), { machine: hostCpu, input: host }],
    [deviceOf(die), { machine: deviceGraph, input: device }],
    ...updateStreams.map((id): [string, ComponentSpec] => [
      id,
      { machine: updateStream, input: { device: deviceOf(die) } },
    ]),
  ];
}

/** The host, device and update streams of each die, and the collective in which the devices meet. */
export function graphLaunchWiring(
  shape: GraphLaunchShape,
  streams: UpdateStreams = 'shared',
): GraphLaunchWiring {
  const dies = Array.from({ length: shape.dies }, (_, die) => die);
  return {
    shape,
    components: Object.fromEntries([
      ...dies.flatMap((die) => componentsOf(shape, die, streams)),
      [COLLECTIVE, { machine: collective, input: { devices: dies.map(deviceOf) } }],
    ]),
    channels: channelFor,
    dies: dies.map((die) => ({ host: hostOf(die), device: deviceOf(die) })),
  };
}
