import { CheckError } from '../network/errors.js';
import type { NetworkFamily } from '../network/family.js';
import type { Network } from '../network/network.js';
import { chosenExport, exportsThat } from './exports.js';
import { isMachine, isNetworkOrFamily } from './kinds.js';
import type { Exports } from './load-module.js';
import { assumptionText, machineNetwork } from './machine-network.js';
import type { ModuleReference } from './reference.js';

/** What a module has to be checked. */
export interface ModuleNetwork {
  readonly value: Network | NetworkFamily;
  /** What was taken for granted, where a machine stands for a network: to be told whoever asked. */
  readonly assumption?: string;
}

/**
 * The network of a module, or that of a machine. Who exports networks means them, unless a machine is named: machines may be exported for others.
 *
 * @param file the module's
 * @throws CheckError when there is none, or there are several
 */
export function networkIn(exports: Exports, file: string, reference: ModuleReference): ModuleNetwork {
  const { path, name } = reference;
  const networks = exportsThat(exports, isNetworkOrFamily);
  const machines = exportsThat(exports, isMachine);
  const has = (found: typeof networks | typeof machines) =>
    name === undefined ? found.length > 0 : found.some(([key]) => key === name);
  if (!has(networks) && has(machines)) {
    const [chosen, machine] = chosenExport(machines, reference, 'machine');
    const assumed = machineNetwork(machine, file, chosen);
    return { value: assumed.network, assumption: assumptionText(assumed, path) };
  }
  if (Object.keys(exports).length === 0) {
    throw new CheckError(
      `The module '${path}' exports nothing, or types only, which are gone when it runs. Export a network from it.`,
    );
  }
  const makers = exportsThat(exports, isFunction).map(([key]) => key);
  if (name === undefined && networks.length === 0 && makers.length > 0) {
    throw new CheckError(
      `The module '${path}' exports no network and no machine, only what may make one: ${makers.join(', ')}. Call it in a module of your own, and export what it gives.`,
    );
  }
  return { value: chosenExport(networks, reference, 'network')[1] };
}

const isFunction = (value: unknown): value is () => unknown => typeof value === 'function';
