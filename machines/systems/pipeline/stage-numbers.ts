import type { StartedTimer } from '../../../src/index.js';
import type { PipelineShape } from '../../networks/pipeline/parameters.js';
import { parseMicrobatch } from '../../networks/pipeline/wiring.js';
import type { MicrobatchState } from './leased-resources.js';

/** A stage of one die's microbatch as it begins. */
export interface StartedStage {
  readonly die: number;
  readonly microbatch: number;
  readonly operator: string;
  readonly graph: string;
  /** Times that this microbatch of this die has begun this operator before. */
  readonly round: number;
}

/** Tells stages from other timers, and counts them. */
export class StageNumbers {
  private readonly rounds = new Map<string, Int32Array>();
  private readonly where: (ReturnType<typeof parseMicrobatch> | null)[] = [];
  private readonly stage = { die: 0, microbatch: 0, operator: '', graph: '', round: 0 };

  constructor(private readonly shape: PipelineShape) {}

  /** One object serves for all stages. */
  of({ component, componentIndex, context }: StartedTimer): StartedStage | undefined {
    let where = this.where[componentIndex];
    if (where === undefined) {
      where = parseMicrobatch(component) ?? null;
      this.where[componentIndex] = where;
    }
    if (where === null) return undefined;
    const { graphs, position } = context as MicrobatchState;
    const { operator } = graphs[position.graph]![position.block]!.stages[position.stage]!;
    let rounds = this.rounds.get(operator);
    if (rounds === undefined) {
      rounds = new Int32Array(this.shape.dies * this.shape.microbatches);
      this.rounds.set(operator, rounds);
    }
    const { stage } = this;
    stage.die = where.die;
    stage.microbatch = where.index;
    stage.operator = operator;
    stage.graph = position.graph;
    stage.round = rounds[where.die * this.shape.microbatches + where.index]!++;
    return stage;
  }
}
