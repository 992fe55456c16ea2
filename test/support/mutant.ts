import { produce } from 'immer';
import { type AnyStateMachine, createMachine } from 'xstate';
import { defineNetwork, type Network } from '../../src/index.js';
import { sharingLike } from './sharing.js';

/** The parts of a chart that mutants change. */
export interface Chart {
  on?: Record<string, unknown>;
  states: Record<
    string,
    { always?: unknown; on?: Record<string, unknown>; after?: unknown; entry?: unknown; exit?: unknown }
  >;
}

/** A machine with a changed chart: charts are data. */
export function mutantOf(machine: AnyStateMachine, change: (chart: Chart) => void): AnyStateMachine {
  const config = produce(machine.config, (draft: unknown) => change(draft as Chart));
  return createMachine(config, machine.implementations as never);
}

/** The network with another machine in the place of one, in all components or in those named. */
export function withMachine(
  network: Network,
  replaced: AnyStateMachine,
  by: AnyStateMachine,
  only: readonly string[] = network.componentIds,
): Network {
  const { name, componentIds, components, channels, properties, fairness } = network;
  const changed = componentIds.map((id, index) => {
    const spec = components[index]!;
    return [id, spec.machine === replaced && only.includes(id) ? { ...spec, machine: by } : spec] as const;
  });
  return sharingLike(
    network,
    defineNetwork({ name, components: Object.fromEntries(changed), channels, properties, fairness }),
  );
}
