import type { GraphLaunchWiring } from '../../machines/networks/graph-launch/wiring.js';
import { monitor, type Property, reachable } from '../../src/index.js';
import { replayOfItsIteration, replaysInOrder, sameGraphOnAllDies } from './graph-replay.js';

/** Everything that must be true of hosts and the devices that replay their graphs. */
export function graphLaunchProperties(wiring: GraphLaunchWiring): Property[] {
  const { iterations, graphs } = wiring.shape;
  return [
    monitor('replay-of-its-iteration', replayOfItsIteration),
    monitor('same-graph-on-all-dies', sameGraphOnAllDies),
    ...wiring.dies.map(({ device }) =>
      monitor(`replays-in-order of ${device}`, replaysInOrder, { iterations, graphs }, { from: [device] }),
    ),
    ...witnesses(wiring),
  ];
}

/** Witnesses: hosts do run ahead, and devices do wait. */
function witnesses({ dies, shape: { iterations } }: GraphLaunchWiring): Property[] {
  const found = [
    reachable('all iterations end', (view) =>
      dies.every(({ host }) => view.context<{ ended: number }>(host).ended === iterations),
    ),
    reachable('a device waits for parameters', (view) =>
      dies.some(({ device }) => view.matches(device, 'awaitingUpdate')),
    ),
  ];
  if (iterations > 1) {
    found.push(
      reachable('a host launches an iteration while its device runs the one before', (view) =>
        dies.some(
          ({ host, device }) =>
            view.matches(host, 'launching') &&
            view.matches(device, 'computing') &&
            view.context<{ iteration: number }>(host).iteration >
              view.context<{ iteration: number }>(device).iteration,
        ),
      ),
    );
  }
  if (dies.length > 1) {
    found.push(
      reachable('a device waits for another', (view) =>
        dies.some(({ device }) => view.matches(device, 'meeting')),
      ),
    );
  }
  return found;
}
