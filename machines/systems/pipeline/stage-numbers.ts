import type { StartedTimer } from '../../../src/index.js';
import type { PipelineShape } from '../../networks/pipeline/parameters.js';
import { parseMicrobatch } from '../../networks/pipeline/wiring.js';
import { stageAt } from '../../pipeline/graph.js';
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

/** A stage, whichever die it is of, and by microbatch of each die how often it has begun. */
interface KnownStage {
  readonly operator: string;
  readonly graph: string;
  readonly rounds: Int32Array;
}

/** Tells stages from other timers, and counts them. */
export class StageNumbers {
  private readonly rounds = new Map<string, Int32Array>();
  /** By number of the timer; `null`: it is not that of a stage. */
  private readonly known: (KnownStage | null | undefined)[] = [];
  /** By component that is a microbatch: where it is. */
  private readonly where: (NonNullable<ReturnType<typeof parseMicrobatch>> | undefined)[] = [];
  private readonly stage = { die: 0, microbatch: 0, operator: '', graph: '', round: 0 };

  constructor(private readonly shape: PipelineShape) {}

  /** One object serves for all stages. */
  of(timer: StartedTimer): StartedStage | undefined {
    const known = this.known[timer.number] ?? this.know(timer);
    if (known === null) return undefined;
    const { die, index } = (this.where[timer.componentIndex] ??= parseMicrobatch(timer.component)!);
    const { stage } = this;
    stage.die = die;
    stage.microbatch = index;
    stage.operator = known.operator;
    stage.graph = known.graph;
    stage.round = known.rounds[die * this.shape.microbatches + index]!++;
    return stage;
  }

  private know({ component, context, number }: StartedTimer): KnownStage | null {
    const known = parseMicrobatch(component) === undefined ? null : this.stageOf(context as MicrobatchState);
    this.known[number] = known;
    return known;
  }

  private stageOf({ position }: MicrobatchState): KnownStage {
    const { operator } = stageAt(this.shape.graphs, position);
    let rounds = this.rounds.get(operator);
    if (rounds === undefined) {
      rounds = new Int32Array(this.shape.dies * this.shape.microbatches);
      this.rounds.set(operator, rounds);
    }
    return { operator, graph: position.graph, rounds };
  }
}
