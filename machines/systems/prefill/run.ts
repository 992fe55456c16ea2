import type { PrefillCost, PrefillStage } from '../../../src/cloudmatrix/cost/prefill-cost.js';
import { PopularityDraw } from '../../../src/cloudmatrix/cost/expert-loads.js';
import { Draw } from '../../../src/cloudmatrix/draw.js';
import type { SimulateResult, SimulateWatch, Span } from '../../../src/index.js';
import type { Engines } from '../../die/core-pool.js';
import type { Block } from '../../pipeline/graph.js';
import type { PipelineShape } from '../../networks/pipeline/wiring.js';
import { Pipeline, type PipelineOptions, type PipelineRun, type StartedStage } from '../pipeline/run.js';

export interface PrefillRunOptions {
  /** Dies that are run; where all dies are alike, one tells of all. Default: 1. */
  readonly dies?: number;
  /** Experts equally popular (perfect load balance), or of a popularity that is drawn for each layer. Default: perfect. */
  readonly eplb?: 'perfect' | 'drawn';
  /** Stragglers, as for decode. Default: 0. */
  readonly jitter?: number;
  readonly seed?: number;
  readonly onSpan?: (span: Span) => void;
}

/** What a run came to. Times in nanoseconds, throughput in tokens a second for each NPU. */
export interface PrefillOutcome {
  readonly batchNs: number;
  readonly tokensPerSecondPerNpu: number;
  readonly layerNs: number;
  readonly utilisation: Readonly<Record<string, number>>;
  readonly result: SimulateResult;
}

/** Engines of a die: SDMA moves the data of dispatch and combine while cores compute. */
type Engine = 'aic' | 'aiv' | 'sdma';

interface Step {
  readonly operator: PrefillStage;
  readonly engines: readonly Engine[];
  readonly isCollective?: true;
}

/** SP-TP-SP attention (facts.md 8). Its collectives run within the attention of a microbatch, which keeps its cores for them. */
const ATTENTION: readonly Step[] = [
  { operator: 'down-projection', engines: ['aic'] },
  { operator: 'all-gather', engines: ['aic'], isCollective: true },
  { operator: 'attention', engines: ['aic'] },
  { operator: 'all-to-all', engines: ['aic'], isCollective: true },
  { operator: 'output projection', engines: ['aic'] },
];
const DENSE_LAYER: readonly Step[] = [...ATTENTION, { operator: 'ffn', engines: ['aic'] }];
const MOE_LAYER: readonly Step[] = [
  ...ATTENTION,
  { operator: 'dispatch compute', engines: ['aiv'] },
  { operator: 'dispatch', engines: ['sdma'], isCollective: true },
  { operator: 'experts', engines: ['aic'] },
  { operator: 'combine compute', engines: ['aiv'] },
  { operator: 'combine', engines: ['sdma'], isCollective: true },
];

const STREAM = 'prefill';

/** What a batch takes beside its layers. */
const overheads = (cost: PrefillCost): Pick<PipelineShape, 'headNs' | 'launchNs'> => ({
  headNs: { main: cost.headNs() },
  launchNs: Math.ceil(cost.instance.calibration.launchNs),
});

/** The prefill instance as statecharts whose own delays are the expected times. */
export function prefillShape(cost: PrefillCost, dies: number): PipelineShape {
  const { model, device } = cost.instance;
  const units: Engines = { aic: device.aic, aiv: device.aiv, sdma: 1 };
  const block = (layers: number, steps: readonly Step[]): Block => ({
    layers,
    stages: steps.map(({ operator, engines, isCollective = false }) => ({
      operator,
      stream: STREAM,
      engines: Object.fromEntries(engines.map((engine) => [engine, units[engine]!])),
      ns: cost.stageNs(operator),
      isCollective,
    })),
  });
  const moe = block(model.layers - model.denseLayers, MOE_LAYER);
  return {
    name: 'prefill',
    dies,
    microbatches: cost.microbatches,
    graphs: { main: model.denseLayers === 0 ? [moe] : [block(model.denseLayers, DENSE_LAYER), moe] },
    launches: ['main'],
    steps: 2,
    streams: { [STREAM]: units },
    ...overheads(cost),
    ahead: 1,
  };
}

/** Runs a prefill instance in virtual time: two batches, of which the second is measured. */
export function runPrefill(cost: PrefillCost, options: PrefillRunOptions = {}): PrefillOutcome {
  return runPrefillOn(new Pipeline(prefillShape(cost, options.dies ?? 1)), cost, options);
}

/** As `runPrefill`, letting other work happen in between. */
export async function runPrefillWatched(
  cost: PrefillCost,
  options: PrefillRunOptions,
  watch: SimulateWatch,
): Promise<PrefillOutcome> {
  const pipeline = new Pipeline(prefillShape(cost, options.dies ?? 1));
  return outcomeOf(cost, await pipeline.runWatched(pipelineOptions(cost, options), watch));
}

/** The same on charts that are there already: see `runDecodeOn`. */
export function runPrefillOn(
  pipeline: Pipeline,
  cost: PrefillCost,
  options: PrefillRunOptions = {},
): PrefillOutcome {
  return outcomeOf(cost, pipeline.run(pipelineOptions(cost, options)));
}

function pipelineOptions(
  cost: PrefillCost,
  { eplb = 'perfect', jitter = 0, seed = 0, onSpan }: PrefillRunOptions,
): PipelineOptions {
  const loads = eplb === 'drawn' ? new LayerLoads(cost, seed) : undefined;
  const draw = new Draw(seed);
  const known = new Map<string, number>();
  const stageNs = ({ operator, die, round }: StartedStage): number => {
    const load = loads?.of(operator, die, round) ?? 1;
    let ns = load === 1 ? known.get(operator) : undefined;
    if (ns === undefined) {
      ns = cost.stageNs(operator as PrefillStage, load);
      if (load === 1) known.set(operator, ns);
    }
    return jitter === 0 ? ns : Math.ceil(ns * (1 + jitter * draw.unit()));
  };
  return { stageNs, ...overheads(cost), ...(onSpan === undefined ? {} : { onSpan }) };
}

function outcomeOf({ instance }: PrefillCost, { stepNs, layerNs, result }: PipelineRun): PrefillOutcome {
  return {
    batchNs: stepNs,
    tokensPerSecondPerNpu: (instance.device.diesPerNpu * instance.tokens * NS_PER_S) / stepNs,
    layerNs: layerNs.at(-1)!,
    utilisation: result.utilisation,
    result,
  };
}

const NS_PER_S = 1e9;

const LOADED: readonly string[] = ['dispatch', 'experts', 'combine'] satisfies PrefillStage[];

/** Loads of ranks, layer for layer: the two microbatches of a layer meet the same popularity. */
class LayerLoads {
  private readonly draw: PopularityDraw;
  private readonly layers: Float64Array[] = [];

  constructor(cost: PrefillCost, seed: number) {
    const { model, calibration } = cost.instance;
    this.draw = new PopularityDraw(model, cost.placement, calibration.expertSpread, seed);
  }

  of(operator: string, die: number, round: number): number {
    if (!LOADED.includes(operator)) return 1;
    while (this.layers.length <= round) this.layers.push(this.draw.next());
    return this.layers[round]![die]!;
  }
}
