import { type AnyStateMachine, createMachine } from 'xstate';
import { type ComponentSpec, defineNetwork, type Network } from '../../../src/index.js';

const OTHERWISE = 'OTHERWISE';

interface Config {
  readonly states: Readonly<Record<string, { readonly on?: object; readonly after?: object }>>;
}

/**
 * The network in which each component that takes steps by itself may do something else instead, once and for all: each step of its own is one of a choice. What is sent to it then changes nothing.
 *
 * @param isFirst whether the other step comes first among its stimuli
 */
export function withChoices(network: Network, isFirst: boolean): Network {
  const { name, componentIds, components, channels, properties, fairness } = network;
  const entries = components.map((spec, at) => [componentIds[at]!, choosing(spec, isFirst)] as const);
  return defineNetwork({
    name: `${name}, or not`,
    components: Object.fromEntries(entries),
    channels,
    properties,
    fairness,
  });
}

function choosing(spec: ComponentSpec, isFirst: boolean): ComponentSpec {
  const machine = spec.machine as AnyStateMachine;
  const { states } = machine.config as unknown as Config;
  const stimuli = spec.stimuli ?? [];
  const takesSteps = ({ on = {}, after = {} }: Config['states'][string]) =>
    Object.keys(after).length > 0 || stimuli.some(({ type }) => type in on);
  if (!Object.values(states).some(takesSteps)) return spec;
  const config = {
    ...machine.config,
    states: {
      ...Object.fromEntries(
        Object.entries(states).map(([state, node]) => [
          state,
          takesSteps(node) ? { ...node, on: { ...node.on, [OTHERWISE]: 'otherwise' } } : node,
        ]),
      ),
      otherwise: { tags: ['rest'], on: { '*': {} } },
    },
  };
  const other = { type: OTHERWISE };
  return {
    ...spec,
    machine: createMachine(config as never, machine.implementations as never) as never,
    stimuli: isFirst ? [other, ...stimuli] : [...stimuli, other],
  };
}
