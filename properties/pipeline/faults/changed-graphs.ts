import type { PipelineShape } from '../../../machines/networks/pipeline/parameters.js';
import type { Block, Stage } from '../../../machines/pipeline/graph.js';

type Graphs = PipelineShape['graphs'];

/** The same graphs with other blocks. */
export const withBlocks = (graphs: Graphs, change: (blocks: readonly Block[]) => readonly Block[]): Graphs =>
  Object.fromEntries(Object.entries(graphs).map(([name, blocks]) => [name, change(blocks)]));

/** The same graphs, each layer of which has other stages. */
export const withStages = (graphs: Graphs, change: (stages: readonly Stage[]) => readonly Stage[]): Graphs =>
  withBlocks(graphs, (blocks) => blocks.map(({ layers, stages }) => ({ layers, stages: change(stages) })));
