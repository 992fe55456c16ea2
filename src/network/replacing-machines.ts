import type { AnyStateMachine } from 'xstate';
import { type ComponentSpec, defineNetwork, type Network } from './network.js';

/** The network with what `replacementOf` gives in the place of each component's machine. */
export function replacingMachines<Names extends string>(
  { name, componentIds, components, channels, properties, fairness }: Network<Names>,
  replacementOf: (machine: AnyStateMachine) => AnyStateMachine,
): Network<Names> {
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
  }) as Network<Names>;
}
