import { graphLaunchWitnesses } from './claims.js';
import {
  type ChannelSpec,
  type ComponentSpec,
  type Configuration,
  defineNetwork,
  monitor,
  type Network,
  type NetworkFamily,
} from '../../src/index.js';
import { collective } from '../../machines/die/collective.js';
import { deviceGraph, type DeviceInput } from '../../machines/die/device-graph.js';
import { hostCpu, type HostInput } from '../../machines/die/host-cpu.js';
import { updateStream } from '../../machines/die/update-stream.js';
import { replayOfItsIteration, replaysInOrder, sameGraphOnAllDies } from './graph-replay.js';

interface Shape {
  readonly dies: number;
  readonly iterations: number;
  readonly graphs: number;
  readonly ahead: number;
}

function shapeOf(configuration: Configuration): Shape {
  const number = (name: string) => Number(configuration[name]);
  return {
    dies: number('dies'),
    iterations: number('iterations'),
    graphs: number('graphs'),
    ahead: number('ahead'),
  };
}

const COLLECTIVE = 'collective';
const hostOf = (die: number): string => `host.${die}`;
const deviceOf = (die: number): string => `device.${die}`;

/** What a stream holds waits until the device comes to it; the rest happens at once. */
function channelFor(_from: string, _to: string, event: { readonly type: string }): ChannelSpec {
  return event.type === 'REPLAY' || event.type === 'UPDATE'
    ? { kind: 'fifo', deferring: true }
    : { kind: 'sync' };
}

/** Fault D5 gives the draft graph an update stream of its own, which nothing orders behind the replays. */
function componentsOf(shape: Shape, die: number, separateStreams: boolean): [string, ComponentSpec][] {
  const { graphs, iterations, ahead } = shape;
  const graphsOf = Array.from({ length: graphs }, (_, graph) =>
    separateStreams && graph > 0
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

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const shape = shapeOf(configuration);
  const { iterations, graphs } = shape;
  const dies = Array.from({ length: shape.dies }, (_, die) => die);
  const components = Object.fromEntries([
    ...dies.flatMap((die) => componentsOf(shape, die, faults.has('D5'))),
    [COLLECTIVE, { machine: collective, input: { devices: dies.map(deviceOf) } }],
  ]);
  return defineNetwork({
    name: 'graph-launch',
    components,
    channels: channelFor,
    properties: [
      monitor('replay-of-its-iteration', replayOfItsIteration),
      monitor('same-graph-on-all-dies', sameGraphOnAllDies),
      ...dies.map((die) =>
        monitor(
          `replays-in-order of ${deviceOf(die)}`,
          replaysInOrder,
          { iterations, graphs },
          { from: [deviceOf(die)] },
        ),
      ),
      ...graphLaunchWitnesses(
        dies.map((die) => ({ host: hostOf(die), device: deviceOf(die) })),
        iterations,
      ),
    ],
  });
}

/**
 * Hosts launch the captured graphs of decode iterations ahead of their devices, which replay them and meet in a collective each time
 * (facts.md 7).
 */
export const graphLaunch: NetworkFamily = {
  name: 'graph-launch',
  title: 'Host CPUs launch captured graphs ahead of the devices that replay them together',
  parameters: {
    dies: { kind: 'integer', min: 1, max: 8, default: 2, description: 'dies, each with its host' },
    iterations: { kind: 'integer', min: 1, max: 8, default: 2, description: 'decode iterations' },
    graphs: {
      kind: 'integer',
      min: 1,
      max: 3,
      default: 2,
      description: 'graphs of an iteration: the main model, then drafts',
    },
    ahead: {
      kind: 'integer',
      min: 1,
      max: 2,
      default: 1,
      description: 'iterations that a host may be ahead of its device',
    },
  },
  faults: {
    D5: {
      title: 'the draft graph has an update stream of its own, so that a fast host overwrites its event',
      link: 'https://github.com/vllm-project/vllm-ascend/pull/13600',
      property: 'deadlock-freedom',
      configuration: { dies: 1, iterations: 2, graphs: 2, ahead: 1 },
    },
  },
  build,
  exhaustive: [
    { dies: 1, iterations: 4, graphs: 2, ahead: 2 },
    { dies: 2, iterations: 3, graphs: 2, ahead: 1 },
    { dies: 3, iterations: 2, graphs: 2, ahead: 1 },
  ],
  campaign: {
    ranges: {
      dies: { min: 1, max: 4 },
      iterations: { min: 1, max: 4 },
      graphs: { min: 1, max: 2 },
      ahead: { min: 1, max: 2 },
    },
    stepsMax: 400,
  },
};
