import type { CollectiveContext } from '../../machines/die/collective.js';
import type { DeviceContext } from '../../machines/die/device-graph.js';
import type { HostContext } from '../../machines/die/host-cpu.js';
import type { UpdateStreamContext } from '../../machines/die/update-stream.js';
import type { GraphLaunchWiring, LaunchingDie } from '../../machines/networks/graph-launch/wiring.js';
import {
  always,
  everyComponentCanRest,
  monitor,
  type Property,
  reachable,
  type View,
} from '../../src/index.js';
import {
  computedForItsIteration,
  eventOncePerWait,
  metadataOnce,
  replaysInOrder,
  sameGraphOnAllDies,
} from './graph-replay.js';

/** What is asked for: from the configuration, not from the wiring. */
interface Launched {
  readonly iterations: number;
  readonly graphs: number;
  readonly ahead: number;
}

const host = (view: View, die: LaunchingDie) => view.context<HostContext>(die.host);
const device = (view: View, die: LaunchingDie) => view.context<DeviceContext>(die.device);
const isRunning = (view: View, die: LaunchingDie) => view.hasTag(die.device, 'running');

/** Everything that must be true of hosts and the devices that replay their graphs (docs/paper/facts.md 7). */
export function graphLaunchProperties(
  { dies, collective }: GraphLaunchWiring,
  { iterations, graphs, ahead }: Launched,
): Property[] {
  const replays = iterations * graphs;
  return [
    ...dies.flatMap((die) => [replayOfItsIteration(die), parametersOfItsUpdate(die)]),
    monitor(
      'event-set-once-for-each-wait',
      eventOncePerWait,
      { times: dies.length * replays },
      {
        from: dies.map((die) => die.device),
        hardCase: (view) => dies.some((die) => isEventSetEarly(view, die)),
      },
    ),
    monitor(
      'metadata-once',
      metadataOnce,
      { times: dies.length * iterations },
      {
        from: dies.map((die) => die.device),
        // A host is between two graphs of an iteration; of one graph: between two iterations.
        hardCase: (view) =>
          dies.some((die) =>
            graphs > 1
              ? host(view, die).launched > 0
              : host(view, die).iteration > 0 && view.matches(die.host, 'preparing'),
          ),
      },
    ),
    monitor('computed-for-its-iteration', computedForItsIteration, undefined, {
      from: [collective],
      hardCase: (view) => dies.some((die) => isAhead(view, die)),
    }),
    ...(dies.length > 1 ? [sameGraph(dies, collective, replays)] : []),
    ...dies.map((die, at) =>
      monitor(
        `replays-in-order of ${die.device}`,
        replaysInOrder,
        { die: at, iterations, graphs },
        { from: [collective], hardCase: (view) => isAhead(view, die) },
      ),
    ),
    ...dies.map((die) => launchesWithinAhead(die, replays, graphs * (ahead + 1))),
    everyComponentCanRest,
    ...dies.map((die) => nothingLeft(die, collective, iterations, graphs)),
    ...witnesses(dies, iterations),
  ];
}

const sameGraph = (dies: readonly LaunchingDie[], collective: string, times: number): Property =>
  monitor(
    'same-graph-on-all-dies',
    sameGraphOnAllDies,
    { times },
    {
      from: [collective],
      hardCase: (view) => dies.some((one) => dies.some((other) => isBehind(view, one, other))),
    },
  );

/**
 * Of the iterations that a host may launch ahead, and the one that its device runs, no more graphs are launched and have not ended than there are
 * (docs/paper/facts.md 7, fix 2). The margin is in graphs.
 */
function launchesWithinAhead(die: LaunchingDie, all: number, limit: number): Property {
  const most = Math.min(limit, all);
  const launched = (view: View) =>
    view.waiting(die.host, die.device).length + (view.matches(die.device, 'idle') ? 0 : 1);
  return always(`launches-within-ahead of ${die.host}`, {
    then: (view) => most - launched(view),
    // All that may be launched is, and there is more to launch unless that is all.
    hardCase: (view) => launched(view) === most && (most === all || !view.matches(die.host, 'finished')),
  });
}

/** A graph runs with the metadata of the iteration that it was launched for, from its first operator to its last. */
const replayOfItsIteration = (die: LaunchingDie): Property =>
  always(`replay-of-its-iteration of ${die.device}`, {
    when: (view) => isRunning(view, die),
    then: (view) => {
      const { metadata, slot, iteration } = device(view, die);
      return metadata[slot] === iteration;
    },
    // The metadata of the next iteration is in device memory, too.
    hardCase: (view) =>
      isRunning(view, die) && device(view, die).metadata.includes(device(view, die).iteration + 1),
  });

/** A graph runs with the parameters that its own update has written, from its first operator to its last. */
const parametersOfItsUpdate = (die: LaunchingDie): Property =>
  always(`parameters-of-its-update of ${die.device}`, {
    when: (view) => isRunning(view, die),
    then: (view) => {
      const { parameters, graph, iteration } = device(view, die);
      const of = parameters[graph]!;
      return of.graph === graph && of.iteration === iteration;
    },
    // The next update of the graph that is running has been launched already.
    hardCase: (view) => {
      if (!isRunning(view, die)) return false;
      const { graph } = device(view, die);
      return updatesInFlight(view, die).some((update) => update.graph === graph);
    },
  });

const updatesInFlight = (view: View, { host: from, updates }: LaunchingDie) => [
  ...(view.waiting(from, updates) as unknown as { readonly graph: number }[]),
  ...(view.matches(updates, 'waiting') ? [view.context<UpdateStreamContext>(updates)] : []),
];

/** The host has begun to launch an iteration beyond the one that its device runs. */
const isAhead = (view: View, die: LaunchingDie): boolean =>
  isRunning(view, die) && host(view, die).iteration > device(view, die).iteration;

/** A device's event is recorded before it comes to wait for it. */
const isEventSetEarly = (view: View, die: LaunchingDie): boolean =>
  !view.matches(die.device, 'awaitingUpdate') && device(view, die).events.some(Boolean);

/** One device waits for another that has not begun the graph yet. */
const isBehind = (view: View, one: LaunchingDie, other: LaunchingDie): boolean =>
  view.matches(one.device, 'meeting') && view.matches(other.device, 'idle');

/**
 * At the end all is as at the start: no event is recorded that nobody waits for, no update and no arrival is left, and the device has told its
 * host of all iterations and its update stream of all replays.
 */
const nothingLeft = (die: LaunchingDie, collective: string, iterations: number, graphs: number): Property =>
  always(`nothing-left of ${die.device}`, {
    when: (view) =>
      view.matches(die.host, 'finished') &&
      view.matches(die.device, 'idle') &&
      view.waiting(die.host, die.device).length === 0,
    then: (view) =>
      host(view, die).ended === iterations &&
      !device(view, die).events.some(Boolean) &&
      view.matches(die.updates, 'idle') &&
      view.waiting(die.host, die.updates).length === 0 &&
      view.context<UpdateStreamContext>(die.updates).replaysEnded === iterations * graphs &&
      view.context<CollectiveContext>(collective).arrivals.length === 0,
  });

/** Witnesses: hosts do run ahead, and devices do wait. */
function witnesses(dies: readonly LaunchingDie[], iterations: number): Property[] {
  const found = [
    reachable('all iterations end', (view) => dies.every((die) => host(view, die).ended === iterations)),
    reachable('a device waits for parameters', (view) =>
      dies.some((die) => view.matches(die.device, 'awaitingUpdate')),
    ),
  ];
  if (iterations > 1) {
    found.push(
      reachable('a host launches an iteration while its device runs the one before', (view) =>
        dies.some(
          (die) =>
            view.matches(die.host, 'launching') &&
            view.matches(die.device, 'computing') &&
            host(view, die).iteration > device(view, die).iteration,
        ),
      ),
    );
  }
  if (dies.length > 1) {
    found.push(
      reachable('a device waits for another', (view) =>
        dies.some((die) => view.matches(die.device, 'meeting')),
      ),
    );
  }
  return found;
}
