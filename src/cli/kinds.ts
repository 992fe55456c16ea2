import type { AnyStateMachine } from 'xstate';
import type { NetworkFamily } from '../network/family.js';
import type { Network } from '../network/network.js';

// Values from a module are told by their shape: the module may have been given another copy of this package, or of XState, than
// the command line, and then `instanceof` knows nothing.

export function isNetwork(value: unknown): value is Network {
  const { name, componentIds, components, channels, properties } = fieldsOf(value);
  return (
    typeof name === 'string' &&
    [componentIds, components, properties].every(Array.isArray) &&
    (typeof channels === 'object' || typeof channels === 'function')
  );
}

export function isFamily(value: unknown): value is NetworkFamily {
  const { name, parameters, faults, build, exhaustive, campaign } = fieldsOf(value);
  return (
    typeof name === 'string' &&
    typeof build === 'function' &&
    Array.isArray(exhaustive) &&
    [parameters, faults, campaign].every((part) => typeof part === 'object' && part !== null)
  );
}

export function isNetworkOrFamily(value: unknown): value is Network | NetworkFamily {
  return isNetwork(value) || isFamily(value);
}

export function isMachine(value: unknown): value is AnyStateMachine {
  const { root, config, transition, implementations } = fieldsOf(value);
  return (
    [root, config, implementations].every((part) => typeof part === 'object') &&
    typeof transition === 'function'
  );
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
