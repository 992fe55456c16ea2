import type { PipelineShape } from '../../../machines/networks/pipeline/parameters.js';
import type { Stage } from '../../../machines/pipeline/graph.js';

type Graphs = PipelineShape['graphs'];

/** The same graphs, each layer of which has other stages. */
export const withStages = (graphs: Graphs, change: (stages: readonly Stage[]) => readonly Stage[]): Graphs =>
  Object.fromEntries(
    Object.entries(graphs).map(([name, blocks]) => [
      name,
      blocks.map(({ layers, stages }) => ({ layers, stages: change(stages) })),
    ]),
  );
