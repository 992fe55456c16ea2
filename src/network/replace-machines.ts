import type { AnyStateMachine } from 'xstate';
import { CheckError } from './errors.js';
import type { NetworkFamily } from './family.js';
import { listed, suggestion } from './nearest.js';
import type { Network } from './network.js';
import { configurationOf } from './parameters.js';
import { described } from './described.js';
import { replacingMachines } from './replacing-machines.js';
import { requireFamily, requireNetwork } from './require.js';

/** Machines by the ids of those that they stand for, for example `{ 'fused-dispatch': mine }`. */
export type ReplacedMachines = Readonly<Record<string, AnyStateMachine>>;

/**
 * The network with machines of the caller's in the place of its own: every component whose machine has one of these ids runs the new one.
 * Ids, inputs, aliases, stimuli, channels and properties stay as they are, so that the new machine must take the same input and events, and
 * is held to the same claims. Monitors are not replaced.
 *
 * @throws CheckError for an id that no component's machine has, and for a machine that `defineNetwork` would refuse in its place
 */
export function replaceMachines<Names extends string = string>(
  network: Network<Names>,
  machines: ReplacedMachines,
): Network<Names> {
  requireNetwork(network);
  refuseUnknownMachines(`The network '${network.name}'`, machines, machineIdsOf(network));
  return replaced(network, machines);
}

/**
 * The family with machines of the caller's in the place of its own, in every network that it builds: see `replaceMachines`. Its parameters,
 * faults and properties stay; a machine that only some configurations have is replaced in those.
 *
 * @throws CheckError for an id that no machine has in any of the configurations that the family lists as `exhaustive` or `deep`
 */
export function withMachines(family: NetworkFamily, machines: ReplacedMachines): NetworkFamily {
  requireFamily(family);
  refuseUnknownMachines(
    `The family '${family.name}'`,
    machines,
    machineIdsIn(family, Object.keys(machines ?? {})),
  );
  return {
    ...family,
    build: (configuration, faults) => replaced(family.build(configuration, faults), machines),
  };
}

const replaced = <Names extends string>(
  network: Network<Names>,
  machines: ReplacedMachines,
): Network<Names> =>
  replacingMachines(network, (machine) =>
    Object.hasOwn(machines, machine.id) ? machines[machine.id]! : machine,
  );

const machineIdsOf = ({ components }: Network): Set<string> =>
  new Set(components.map(({ machine }) => machine.id));

/** Ids of the machines of a family's listed configurations, up to the one in which the last of those that are asked for is found. */
function machineIdsIn(family: NetworkFamily, wanted: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const given of [...family.exhaustive, ...(family.deep ?? [])]) {
    for (const id of machineIdsOf(family.build(configurationOf(family, given), new Set()))) found.add(id);
    if (wanted.every((id) => found.has(id))) break;
  }
  return found;
}

function refuseUnknownMachines(where: string, machines: ReplacedMachines, known: ReadonlySet<string>): void {
  if (typeof machines !== 'object' || machines === null) {
    throw new CheckError(
      `${where} is to have other machines, which are ${described(machines)}; give an object with a machine for each id that is to be replaced.`,
    );
  }
  const unknown = Object.keys(machines).find((id) => !known.has(id));
  if (unknown === undefined) return;
  const ids = [...known];
  throw new CheckError(
    `${where} has no machine '${unknown}'; its machines are ${listed(ids)}.${suggestion(unknown, ids)}`,
  );
}
