import { type Property, reachable } from '../../src/index.js';

/** A die as properties see it. */
export interface LaunchingDie {
  readonly host: string;
  readonly device: string;
}

/** Witnesses: hosts do run ahead, and devices do wait. */
export function graphLaunchWitnesses(dies: readonly LaunchingDie[], iterations: number): Property[] {
  const witnesses = [
    reachable('all iterations end', (view) =>
      dies.every(({ host }) => view.context<{ ended: number }>(host).ended === iterations),
    ),
    reachable('a device waits for parameters', (view) =>
      dies.some(({ device }) => view.matches(device, 'awaitingUpdate')),
    ),
  ];
  if (iterations > 1) {
    witnesses.push(
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
    witnesses.push(
      reachable('a device waits for another', (view) =>
        dies.some(({ device }) => view.matches(device, 'meeting')),
      ),
    );
  }
  return witnesses;
}
