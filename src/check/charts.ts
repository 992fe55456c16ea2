import type { AnyStateMachine } from 'xstate';
import { type ChartGraph, chartGraph } from '../interpreter/chart/chart-graph.js';
import type { Network } from '../network/network.js';

/** The charts of a network: those of its components, and those of its monitors. */
export interface NetworkCharts {
  /** By the ids of the components, in their order. */
  readonly components: ReadonlyMap<string, ChartGraph>;
  /** By the names of the properties. */
  readonly monitors: ReadonlyMap<string, ChartGraph>;
}

/** Reads the charts of a network: machines that several components share are read once, and are one object. */
export function chartsOf({ componentIds, components, properties }: Network): NetworkCharts {
  const known = new Map<AnyStateMachine, ChartGraph>();
  const graphOf = (machine: AnyStateMachine) => {
    let graph = known.get(machine);
    if (graph === undefined) {
      graph = chartGraph(machine);
      known.set(machine, graph);
    }
    return graph;
  };
  return {
    components: new Map(components.map(({ machine }, at) => [componentIds[at]!, graphOf(machine)])),
    monitors: new Map(
      properties.flatMap((property) =>
        property.kind === 'monitor' ? [[property.name, graphOf(property.machine)] as const] : [],
      ),
    ),
  };
}
