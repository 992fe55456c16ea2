import type { AnyStateMachine } from 'xstate';
import type { NetworkFamily } from '../network/family.js';
import type { Network } from '../network/network.js';
import { fieldsOf, isFamily, isNetwork } from '../network/require.js';

// As the library's own tests of what a value is, by its shape: the module that it comes from may have been given another copy of XState.

export function isNetworkOrFamily(value: unknown): value is Network | NetworkFamily {
  return isNetwork(value) || isFamily(value);
}

export function isMachine(value: unknown): value is AnyStateMachine {
  const { root, config, transition, implementations } = fieldsOf(
    value,
    'root',
    'config',
    'transition',
    'implementations',
  );
  return (
    [root, config, implementations].every((part) => typeof part === 'object') &&
    typeof transition === 'function'
  );
}
