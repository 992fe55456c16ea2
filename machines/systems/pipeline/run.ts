import {
  defineNetwork,
  type SimulateOptions,
  type SimulateResult,
  type SimulateWatch,
  Simulation,
  type Span,
  type SpeedsOf,
} from '../../../src/index.js';
import type { PipelineShape } from '../../networks/pipeline/parameters.js';
import { parseMicrobatch, pipelineWiring } from '../../networks/pipeline/wiring.js';
import { type DieFigures, DieProbe } from './die-probe.js';
import { type LeasedResources, leasesOf, ownerOf, unitsOf } from './leased-resources.js';
import { type StartedStage, StageNumbers } from './stage-numbers.js';

/** What stages of one die share. */
interface StageSharing {
  /** What a stage uses that takes so long by itself: what `speedsOf` is told. */
  readonly workOf: (stage: StartedStage, ns: number) => unknown;
  readonly speedsOf: SpeedsOf;
}

export interface PipelineOptions {
  /** How long a stage takes, in nanoseconds. */
  readonly stageNs: (stage: StartedStage) => number;
  /** What stages of a die take of each other where they run side by side. Default: nothing. */
  readonly sharing?: StageSharing;
  /** How long a launch takes, and by graph what follows its layers. */
  readonly launchNs: number;
  readonly headNs: Readonly<Record<string, number>>;
  /** Charts that are run again with other durations are run with other resources, too. */
  readonly leased: LeasedResources;
  readonly onSpan?: (span: Span) => void;
}

/** Most steps that the charts of a run take: minutes of them. */
export const STEPS_MAX = 100_000_000;

/** What a run of a pipeline came to, and what die 0 did in it. */
export interface PipelineRun extends DieFigures {
  readonly result: SimulateResult;
}

/** A pipeline that is run again and again with other durations and resources. */
export class Pipeline {
  private readonly simulation: Simulation;

  constructor(readonly shape: PipelineShape) {
    this.simulation = new Simulation(defineNetwork({ name: shape.name, ...pipelineWiring(shape) }));
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
    { stageNs, sharing, launchNs, headNs, leased, onSpan }: PipelineOptions,
    probe: DieProbe,
  ): SimulateOptions {
    const { shape } = this;
    const stages = new StageNumbers(shape);
    return {
      stepsMax: STEPS_MAX,
      delayOf: (timer) => {
        const stage = stages.of(timer);
        if (stage !== undefined) {
          const ns = stageNs(stage);
          return sharing === undefined ? ns : { ns, owner: stage.die, work: sharing.workOf(stage, ns) };
        }
        return timer.timer === LAUNCH_TIMER ? launchNs : headNs[timer.context.graph]!;
      },
      ...(sharing === undefined ? {} : { speedsOf: sharing.speedsOf }),
      resources: {
        owners: Array.from({ length: shape.dies }, (_, die) => ownerOf(die)),
        units: unitsOf(leased, shape.microbatches),
        ownerOf: (component) => {
          const microbatch = parseMicrobatch(component);
          return microbatch === undefined ? undefined : ownerOf(microbatch.die);
        },
        leasesOf: ({ machine, context, matches }) =>
          machine !== 'microbatch' || matches('idle') || matches('requesting')
            ? []
            : leasesOf(context, leased),
      },
      ...(onSpan === undefined ? {} : { onSpan }),
      emittedBy: probe.components,
      onEmitted: (event, component, nowNs) => probe.record(event, component, nowNs),
    };
  }
}

/** The timer of `GraphLauncher`; that of `Rank` is the only other one beside those of microbatches. */
const LAUNCH_TIMER = 'launch in launching';

/** Passes on the spans of the first dies only. */
export function ofFirstDies(onSpan: (span: Span) => void, dies: number): (span: Span) => void {
  const owners = new Set(Array.from({ length: dies }, (_, die) => ownerOf(die)));
  return (span) => {
    if (owners.has(span.owner)) onSpan(span);
  };
}
