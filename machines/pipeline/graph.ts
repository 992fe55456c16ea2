import type { Engines } from '../die/core-pool.js';

/** A part of a microbatch's layer that runs as one, on one stream of its die. */
export interface Stage {
  /** For example `attention`, `dispatch`. */
  readonly operator: string;
  readonly stream: string;
  /** What it needs of the stream's engines. */
  readonly engines: Engines;
  /** Expected time in nanoseconds. */
  readonly ns: number;
  /** The same stage of all dies ends at one time: it waits for the data of every one of them. */
  readonly isCollective: boolean;
}

/** Layers of one kind, one after the other. */
export interface Block {
  readonly layers: number;
  readonly stages: readonly Stage[];
}

/** What one launch makes a die do for each microbatch: the main model, or the draft model of multi-token prediction. */
export type Graph = readonly Block[];

export type Graphs = Readonly<Record<string, Graph>>;

/** Where in a graph a microbatch is. */
export interface Position {
  readonly graph: string;
  readonly block: number;
  readonly layer: number;
  readonly stage: number;
}

export function stageAt(graphs: Graphs, { graph, block, stage }: Position): Stage {
  return graphs[graph]![block]!.stages[stage]!;
}

/** Whether a microbatch keeps what it has leased for one stage when it goes on to another. */
export function isSameLease(one: Stage, other: Stage): boolean {
  const engines = Object.keys({ ...one.engines, ...other.engines });
  return (
    one.stream === other.stream && engines.every((engine) => one.engines[engine] === other.engines[engine])
  );
}

/** The stage after a stage, or `undefined` at the graph's end. */
export function nextPosition(graphs: Graphs, position: Position): Position | undefined {
  const { graph, block, layer, stage } = position;
  const blocks = graphs[graph]!;
  const { layers, stages } = blocks[block]!;
  if (stage + 1 < stages.length) return { ...position, stage: stage + 1 };
  if (layer + 1 < layers) return { ...position, layer: layer + 1, stage: 0 };
  if (block + 1 < blocks.length) return { graph, block: block + 1, layer: 0, stage: 0 };
  return undefined;
}
