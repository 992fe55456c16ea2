import type { Transfer } from '../../../src/cloudmatrix/cost/prefill-bounds.js';
import type { PipelineShape } from '../../networks/pipeline/parameters.js';
import { microbatchOf, rankOf } from '../../networks/pipeline/wiring.js';
import { stageAt } from '../../pipeline/graph.js';
import type { StageObservation } from '../../pipeline/microbatch.js';

/** What die 0 did in a run. Times in nanoseconds. */
export interface DieFigures {
  /** Mean time from the end of a step to that of the next; of a run of one step, the time from its start. */
  readonly stepNs: number;
  /** By block of the graph that is launched first: mean time of a layer, from die 0's first stage of the block to its last. */
  readonly layerNs: readonly number[];
  /** By stream: how long a microbatch keeps it for a layer, on the average of die 0's layers of the last kind. */
  readonly streamNs: Readonly<Record<string, number>>;
  /** By graph, then operator: how often the stage ran on die 0 in the last step, over its microbatches. */
  readonly stages: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The collectives that die 0 ran in the last step, and from when to when. */
  readonly transfers: readonly Transfer[];
}

/** Measures die 0. */
export class DieProbe {
  private readonly rank = rankOf(0);
  private readonly microbatches: readonly string[];
  private readonly stepEnds: number[] = [];
  private readonly begun = new Map<string, number>();
  /** By stream: time and number of its stages in the last step's first graph, last block. */
  private readonly keptNs = new Map<string, number>();
  private layers = 0;
  private blocks: { from: number; to: number }[] = [];
  private stages: Record<string, Record<string, number>> = {};
  private transfers: Transfer[] = [];

  constructor(private readonly shape: PipelineShape) {
    this.microbatches = Array.from({ length: shape.microbatches }, (_, index) => microbatchOf(0, index));
  }

  /** The components that it listens to. */
  get components(): readonly string[] {
    return [this.rank, ...this.microbatches];
  }

  record(observed: { readonly type: string }, component: string, nowNs: number): void {
    if (component === this.rank) {
      if (observed.type === 'STEP_ENDED') this.stepEnds.push(nowNs);
      return;
    }
    const stage = observed as StageObservation;
    if (stage.type === 'STAGE_BEGUN') this.begin(stage, component, nowNs);
    else if (stage.type === 'STAGE_ENDED') this.end(stage, component, nowNs);
  }

  figures(): DieFigures {
    const { stepEnds, shape } = this;
    const first = stepEnds[0] ?? 0;
    const last = stepEnds.at(-1) ?? 0;
    const blocks = shape.graphs[shape.launches[0]!]!;
    return {
      stepNs: stepEnds.length > 1 ? (last - first) / (stepEnds.length - 1) : last,
      layerNs: this.blocks.map(({ from, to }, block) => (to - from) / blocks[block]!.layers),
      streamNs: Object.fromEntries(
        [...this.keptNs].map(([stream, ns]) => [stream, ns / Math.max(1, this.layers)]),
      ),
      stages: this.stages,
      transfers: this.transfers,
    };
  }

  private begin(stage: StageObservation, component: string, nowNs: number): void {
    const isFirst = stage.block === 0 && stage.layer === 0 && stage.stage === 0;
    if (isFirst && stage.graph === this.shape.launches[0] && component === this.microbatches[0]) {
      this.blocks = [];
      this.stages = {};
      this.transfers = [];
      this.keptNs.clear();
      this.layers = 0;
    }
    this.begun.set(component, nowNs);
    const counts = (this.stages[stage.graph] ??= {});
    counts[stage.operator] = (counts[stage.operator] ?? 0) + 1;
    if (stage.graph !== this.shape.launches[0]) return;
    const block = (this.blocks[stage.block] ??= { from: nowNs, to: nowNs });
    block.from = Math.min(block.from, nowNs);
  }

  private end(stage: StageObservation, component: string, nowNs: number): void {
    const { graphs, launches } = this.shape;
    if (stageAt(graphs, stage).isCollective) {
      const startNs = this.begun.get(component)!;
      this.transfers.push({ operator: stage.operator, startNs, endNs: nowNs });
    }
    if (stage.graph !== launches[0]) return;
    const blocks = graphs[stage.graph]!;
    this.blocks[stage.block]!.to = nowNs;
    if (stage.block + 1 !== blocks.length) return;
    const { stages } = blocks[stage.block]!;
    const { stream } = stages[stage.stage]!;
    this.keptNs.set(stream, (this.keptNs.get(stream) ?? 0) + nowNs - this.begun.get(component)!);
    if (stage.stage + 1 === stages.length) this.layers++;
  }
}
