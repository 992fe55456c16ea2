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
  readonly updates: string;
}

export interface GraphLaunchWiring extends NetworkWiring {
  readonly collective: string;
  readonly dies: readonly LaunchingDie[];
}

/** How a network is put together. */
export interface GraphLaunchParts {
  /** The graphs of an iteration that the host of a die launches, in order. */
  readonly launchesOf: (shape: GraphLaunchShape, die: number) => readonly number[];
  /** The streams that bring parameters of a die's graphs up to date: their ids by what the die calls them. */
  readonly updateStreamsOf: (die: number) => Readonly<Record<string, string>>;
}

const COLLECTIVE = 'collective';
const hostOf = (die: number): string => `host.${die}`;
const deviceOf = (die: number): string => `device.${die}`;
const updatesOf = (die: number): string => `updates.${die}`;
const count = (length: number): number[] => Array.from({ length }, (_, each) => each);

/** The main model, then its drafts; all parameters in one stream, whose updates keep their order. */
export const LAUNCH_PARTS: GraphLaunchParts = {
  launchesOf: ({ graphs }) => count(graphs),
  updateStreamsOf: (die) => ({ updates: updatesOf(die) }),
};

function componentsOf(
  shape: GraphLaunchShape,
  die: number,
  { launchesOf, updateStreamsOf }: GraphLaunchParts,
): [string, ComponentSpec][] {
  const { graphs, iterations, ahead } = shape;
  const launches = launchesOf(shape, die);
  const streams = updateStreamsOf(die);
  const host: HostInput = { launches, iterations, ahead };
  const device: DeviceInput = { die, graphs, replays: launches.length, slots: ahead + 1 };
  return [
    [hostOf(die), { machine: hostCpu, input: host, aliases: { device: deviceOf(die), ...streams } }],
    [
      deviceOf(die),
      {
        machine: deviceGraph,
        input: device,
        aliases: { host: hostOf(die), collective: COLLECTIVE, ...streams },
      },
    ],
    ...Object.values(streams).map((id): [string, ComponentSpec] => [
      id,
      { machine: updateStream, aliases: { device: deviceOf(die) } },
    ]),
  ];
}

/** The host, device and update stream of each die, and the collective in which the devices meet. */
export function graphLaunchWiring(
  shape: GraphLaunchShape,
  parts: Partial<GraphLaunchParts> = {},
): GraphLaunchWiring {
  const dies = count(shape.dies);
  const all = { ...LAUNCH_PARTS, ...parts };
  return {
    components: Object.fromEntries([
      ...dies.flatMap((die) => componentsOf(shape, die, all)),
      [COLLECTIVE, { machine: collective, input: { devices: dies.map(deviceOf) } }],
    ]),
    channels: channelFor,
    collective: COLLECTIVE,
    dies: dies.map((die) => ({ host: hostOf(die), device: deviceOf(die), updates: updatesOf(die) })),
  };
}
