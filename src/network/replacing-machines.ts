import type { AnyStateMachine } from 'xstate';
import { type ComponentSpec, defineNetwork, type Network, tellingOf } from './network.js';

/** The network with what `replacementOf` gives in the place of each component's machine. */
export function replacingMachines<Names extends string>(
  network: Network<Names>,
  replacementOf: (machine: AnyStateMachine) => AnyStateMachine,
): Network<Names> {
  const { name, componentIds, components, channels, properties, fairness } = network;
  const changed = components.map((component, at): [string, ComponentSpec] => [
    componentIds[at]!,
    { ...component, machine: replacementOf(component.machine) },
  ]);
  return defineNetwork({
    name,
    components: Object.fromEntries(changed),
    channels,
    properties,
    fairness,
    ...tellingOf(network),
  }) as Network<Names>;
}
