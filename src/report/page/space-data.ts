import type { StateSpace } from '../../check/space.js';
import type { ChartIds } from './chart-collection.js';
import type { ReportSpace } from './report-data.js';

/** A state space as a page steps through it: what comes again and again is told once, and of a state what differs from the one it was found from. */
export function spaceData(space: StateSpace, charts: ChartIds | undefined): ReportSpace {
  const { subject, isComplete, components, channels, values, steps, initial, states, parents, edges, cut } =
    space;
  return {
    network: subject.network,
    isComplete,
    components: components.map(({ id, group }) => ({
      id,
      group: [...group],
      chart: charts?.components.get(id) ?? null,
    })),
    channels: channels.map((channel) => ({ ...channel })),
    values: values.map((column) => column.map((value) => value as ReportSpace['values'][number][number])),
    labels: steps.map((step) => ({ ...step })),
    initial,
    states: states.map((state, at) => {
      const parent = parents[at]!;
      return parent < 0 ? [...state] : [parent, ...differences(states[parent]!, state)];
    }),
    edges: edges.map((out) => [...out]),
    cut: [...cut],
  };
}

function differences(before: readonly number[], now: readonly number[]): number[] {
  return now.flatMap((value, at) => (value === before[at] ? [] : [at, value]));
}
