import {
  type SimulateOptions,
  type SimulateResult,
  type SimulateWatch,
  Simulation,
  type Span,
  type StartedTimer,
} from '../../../src/index.js';
import { DIE_CORES } from '../../../src/cloudmatrix/paper/die.js';
import { stageAt } from '../../pipeline/graph.js';
import type { StageObservation } from '../../pipeline/microbatch.js';
import {
  microbatchOf,
  parseMicrobatch,
  pipelineNetwork,
  type PipelineShape,
  rankOf,
} from '../../networks/pipeline/wiring.js';

/** A stage of one die's microbatch as it begins. */
export interface StartedStage {
  readonly die: number;
  readonly microbatch: number;
  readonly operator: string;
  readonly graph: string;
  /** Times that this microbatch of this die has begun this operator before. */
  readonly round: number;
}

export interface PipelineOptions {
  /** How long a stage takes, in nanoseconds. */
  readonly stageNs: (stage: StartedStage) => number;
  /** How long a launch takes, and by graph what follows its layers. */
  readonly launchNs: number;
  readonly headNs: Readonly<Record<string, number>>;
  readonly onSpan?: (span: Span) => void;
}

/** What a run of a pipeline came to. Times in nanoseconds. */
export interface PipelineRun {
  readonly result: SimulateResult;
  /** Mean time from the end of a step to that of the next; of a run of one step, the time from its start. */
  readonly stepNs: number;
  /** By block of the graph that is launched first: mean time of a layer, from die 0's first stage of the block to its last. */
  readonly layerNs: readonly number[];
  /** By stream: how long a microbatch keeps it for a layer, on the average of die 0's layers of the last kind. */
  readonly streamNs: Readonly<Record<string, number>>;
  /** By graph, then operator: how often the stage ran on die 0 in the last step, over its microbatches. */
  readonly stages: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** A pipeline that is run again and again with other durations. */
export class Pipeline {
  private readonly simulation: Simulation;

  constructor(readonly shape: PipelineShape) {
    this.simulation = new Simulation(pipelineNetwork(shape));
  }

  run(options: PipelineOptions): PipelineRun {
    const probe = new DieProbe(this.shape);
    const result = this.simulation.run(this.simulateOptions(options, probe));
    return { result, ...probe.figures() };
  }

  /** As `run`, letting other work happen in between. */
  async runWatched(options: PipelineOptions, watch: SimulateWatch): Promise<PipelineRun> {
    const probe = new DieProbe(this.shape);
    const result = await this.simulation.runWatched(this.simulateOptions(options, probe), watch);
    return { result, ...probe.figures() };
  }

  private simulateOptions(
    { stageNs, launchNs, headNs, onSpan }: PipelineOptions,
    probe: DieProbe,
  ): SimulateOptions {
    const { shape } = this;
    const stages = new StageNumbers(shape);
    return {
      delayOf: (timer) => {
        const stage = stages.of(timer);
        if (stage !== undefined) return stageNs(stage);
        return timer.timer === LAUNCH_TIMER ? launchNs : headNs[timer.context.graph]!;
      },
      resources: {
        owners: Array.from({ length: shape.dies }, (_, die) => ownerOf(die)),
        units: unitsOf(shape),
        ownerOf: (component) => {
          const microbatch = parseMicrobatch(component);
          return microbatch === undefined ? undefined : ownerOf(microbatch.die);
        },
        leasesOf: ({ machine, context, matches }) =>
          machine !== 'microbatch' || matches('idle') || matches('requesting') ? [] : leasesOf(context),
      },
      ...(onSpan === undefined ? {} : { onSpan }),
      onEmitted: (event, component, nowNs) => probe.note(event, component, nowNs),
    };
  }
}

/** The timer of `GraphLauncher`; that of `Rank` is the only other one beside those of microbatches. */
const LAUNCH_TIMER = 'launch in launching';

export const ownerOf = (die: number): string => `die ${die}`;

/** Passes on the spans of the first dies only. */
export function ofFirstDies(onSpan: (span: Span) => void, dies: number): (span: Span) => void {
  const owners = new Set(Array.from({ length: dies }, (_, die) => ownerOf(die)));
  return (span) => {
    if (owners.has(span.owner)) onSpan(span);
  };
}

/** Microbatches in timelines: letters, because viewers give the same colour to names that differ in digits only. */
const groupOf = (self: string): string =>
  `microbatch ${String.fromCharCode('A'.charCodeAt(0) + Number(self.slice(self.lastIndexOf('.') + 1)))}`;

/** A stream is a resource of one unit for each microbatch that it can serve at once, and so are a die's links; engines have their cores. */
function unitsOf({ streams, microbatches }: PipelineShape): Record<string, number> {
  const engines: Record<string, number> = { ...DIE_CORES };
  for (const share of Object.values(streams)) {
    for (const [engine, units] of Object.entries(share))
      engines[engine] = Math.max(engines[engine] ?? 0, units);
  }
  const isShared = Object.keys(streams).length === 1;
  const ofStreams = Object.keys(streams).map((stream) => [streamKind(stream), isShared ? microbatches : 1]);
  const ofEngines = Object.entries(engines).map(([engine, units]) => [engineKind(engine), units]);
  return { ...Object.fromEntries([...ofStreams, ...ofEngines]), UB: isShared ? microbatches : 1 };
}

const streamKind = (stream: string): string => `stream ${stream}`;
const engineKind = (engine: string): string => engine.toUpperCase();

interface MicrobatchState {
  readonly self: string;
  readonly graphs: PipelineShape['graphs'];
  readonly position: StageObservation;
}

function leasesOf({ self, graphs, position }: MicrobatchState) {
  const { operator, stream, engines, isCollective } = stageAt(graphs, position);
  const group = groupOf(self);
  const label = `${operator} (${group.slice(-1)})`;
  const held = Object.entries(engines).filter(([, units]) => units > 0);
  return [
    { kind: streamKind(stream), units: 1, label, group },
    ...held.map(([engine, units]) => ({ kind: engineKind(engine), units, label, group })),
    ...(isCollective ? [{ kind: 'UB', units: 1, label, group }] : []),
  ];
}

/** Tells stages from other timers, and counts them. */
class StageNumbers {
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

/** Measures die 0. */
class DieProbe {
  private readonly rank = rankOf(0);
  private readonly microbatches: readonly string[];
  private readonly stepEnds: number[] = [];
  private readonly begun = new Map<string, number>();
  /** By stream: time and number of its stages in the last step's first graph, last block. */
  private readonly keptNs = new Map<string, number>();
  private layers = 0;
  private blocks: { from: number; to: number }[] = [];
  private stages: Record<string, Record<string, number>> = {};

  constructor(private readonly shape: PipelineShape) {
    this.microbatches = Array.from({ length: shape.microbatches }, (_, index) => microbatchOf(0, index));
  }

  note(event: { readonly type: string }, component: string, nowNs: number): void {
    if (component === this.rank) {
      if (event.type === 'STEP_ENDED') this.stepEnds.push(nowNs);
      return;
    }
    if (!this.microbatches.includes(component)) return;
    const stage = event as StageObservation;
    if (stage.type === 'STAGE_BEGUN') this.begin(stage, component, nowNs);
    else if (stage.type === 'STAGE_ENDED') this.end(stage, component, nowNs);
  }

  figures(): Omit<PipelineRun, 'result'> {
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
    };
  }

  private begin(stage: StageObservation, component: string, nowNs: number): void {
    const isFirst = stage.block === 0 && stage.layer === 0 && stage.stage === 0;
    if (isFirst && stage.graph === this.shape.launches[0] && component === this.microbatches[0]) {
      this.blocks = [];
      this.stages = {};
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
