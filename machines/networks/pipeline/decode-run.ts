import { ACCEPTANCE } from '../../../src/cloudmatrix/paper/operators.js';
import { type DecodeCost, type StageCost } from '../../../src/cloudmatrix/cost/decode-cost.js';
import { type Loads, RoutingDraw } from '../../../src/cloudmatrix/cost/expert-loads.js';
import { Draw } from '../../../src/cloudmatrix/draw.js';
import type { SimulateResult, Span } from '../../../src/index.js';
import type { Block, Graphs, Stage } from '../../pipeline/graph.js';
import type { PipelineShape } from './pipeline-network.js';
import { Pipeline, type StartedStage } from './run-pipeline.js';

/** How a step of decode is run, beside what it costs. */
export interface DecodeRunOptions {
  /** Dies that are run; where all dies are alike, one tells of all. Default: 1. */
  readonly dies?: number;
  /** Steps, 1 or more. The mean is taken over those after the first. Default: 2. */
  readonly steps?: number;
  /** Experts' loads at their mean (perfect load balance), or of routings drawn token by token. Default: perfect. */
  readonly eplb?: 'perfect' | 'drawn';
  /** Stragglers: each stage of each die takes up to so much longer, drawn evenly. Share, 0 or more. Default: 0. */
  readonly jitter?: number;
  readonly seed?: number;
  readonly onSpan?: (span: Span) => void;
}

/** What a run came to. Times in nanoseconds, throughput in tokens a second for each NPU. */
export interface DecodeOutcome {
  readonly stepNs: number;
  readonly tpotNs: number;
  readonly tokensPerSecondPerNpu: number;
  /** Tokens that a step is expected to bring a sequence. */
  readonly acceptedPerStep: number;
  readonly layerNs: number;
  readonly streamNs: readonly [attention: number, moe: number];
  readonly utilisation: Readonly<Record<string, number>>;
  /** What die 0 did in the last step, on average over its layers. */
  readonly work: WorkOfStep;
  readonly result: SimulateResult;
}

/** What a die does in one step. */
export interface WorkOfStep {
  readonly hbmBytes: number;
  readonly dispatchLinkBytes: number;
  readonly combineLinkBytes: number;
  readonly dispatchedCopies: number;
  readonly combinedCopies: number;
  readonly int8Ops: number;
  readonly bf16Ops: number;
}

/** The operators of a layer; experts and FFN use the stream with the smaller share of cores. */
const stage = (operator: string, stream: 'attention' | 'moe', isCollective = false): Stage => ({
  operator,
  stream,
  ns: 0,
  isCollective,
});

const DENSE_LAYER: readonly Stage[] = [stage('dense attention', 'attention'), stage('ffn', 'moe')];
const MOE_LAYER: readonly Stage[] = [
  stage('attention', 'attention'),
  stage('dispatch', 'moe', true),
  stage('experts', 'moe'),
  stage('combine', 'moe', true),
];

/** Expected time of every stage of a layer, in nanoseconds, by operator. */
export function stageTimes(cost: DecodeCost): Readonly<Record<string, StageCost>> {
  return {
    'dense attention': cost.attention('dense'),
    ffn: cost.dense(),
    attention: cost.attention('moe'),
    dispatch: cost.dispatch(),
    experts: cost.experts(cost.meanLoad),
    combine: cost.combine(),
  };
}

const withTimes = (blocks: readonly Block[], times: Readonly<Record<string, StageCost>>): Block[] =>
  blocks
    .filter(({ layers }) => layers > 0)
    .map(({ layers, stages }) => ({
      layers,
      stages: stages.map((each) => ({ ...each, ns: times[each.operator]!.ns })),
    }));

/** The decode instance as statecharts whose own delays are the expected times. */
export function decodeShape(cost: DecodeCost, dies: number, steps: number): PipelineShape {
  const { model, calibration, tokensPerSequence, streams, device } = cost.instance;
  const { layers, denseLayers } = model;
  const times = stageTimes(cost);
  const main: Block[] = [
    { layers: denseLayers, stages: DENSE_LAYER },
    { layers: layers - denseLayers, stages: MOE_LAYER },
  ];
  const graphs: Graphs = {
    main: withTimes(main, times),
    draft: withTimes([{ layers: 1, stages: MOE_LAYER }], times),
  };
  const all = { aic: device.aic, aiv: device.aiv };
  return {
    name: 'decode',
    dies,
    microbatches: cost.microbatches,
    graphs,
    launches: tokensPerSequence === 2 ? ['main', 'draft'] : ['main'],
    steps,
    streams: cost.microbatches === 2 ? { ...streams } : { attention: all, moe: all },
    headNs: { main: cost.head(tokensPerSequence).ns, draft: cost.head(1).ns },
    launchNs: Math.ceil(calibration.launchNs),
    ahead: 1,
  };
}

/** Runs a decode instance in virtual time. */
export function runDecode(cost: DecodeCost, options: DecodeRunOptions = {}): DecodeOutcome {
  const { dies = 1, steps = 2 } = options;
  return runOn(new Pipeline(decodeShape(cost, dies, steps)), cost, options);
}

/**
 * The same on charts that are there already; their own delays do not matter.
 *
 * @param pipeline made of a `decodeShape` with as many dies, microbatches, layers and launches
 */
export function runOn(pipeline: Pipeline, cost: DecodeCost, options: DecodeRunOptions = {}): DecodeOutcome {
  const { instance } = cost;
  const { eplb = 'perfect', jitter = 0, seed = 0, onSpan } = options;
  const times = stageTimes(cost);
  const loads = eplb === 'drawn' ? new DrawnLoads(cost, seed) : undefined;
  const draw = new Draw(seed);
  const stageNs = (started: StartedStage): number => {
    const expected = loads === undefined ? times[started.operator]!.ns : loads.stageNs(started, times);
    return jitter === 0 ? expected : Math.ceil(expected * (1 + jitter * draw.unit()));
  };
  const run = pipeline.run({ stageNs, ...(onSpan === undefined ? {} : { onSpan }) });
  const { stepNs, layerNs, streamNs, stages, result } = run;
  const accepted = instance.tokensPerSequence === 2 ? cost.acceptedPerStep(ACCEPTANCE) : 1;
  const tpotNs = stepNs / accepted;
  const { diesPerNpu } = instance.device;
  const heads = pipeline.shape.launches.map((graph) =>
    cost.head(graph === 'main' ? instance.tokensPerSequence : 1),
  );
  return {
    stepNs,
    tpotNs,
    tokensPerSecondPerNpu: (diesPerNpu * instance.sequences * NS_PER_S) / tpotNs,
    acceptedPerStep: accepted,
    layerNs: layerNs.at(-1)!,
    streamNs: [streamNs.attention!, streamNs.moe!],
    utilisation: { ...result.utilisation },
    work: workOf(stages, times, heads, cost),
    result,
  };
}

const NS_PER_S = 1e9;

function workOf(
  stages: Readonly<Record<string, Readonly<Record<string, number>>>>,
  times: Readonly<Record<string, StageCost>>,
  heads: readonly StageCost[],
  cost: DecodeCost,
): WorkOfStep {
  const runs = (operator: string) =>
    Object.values(stages).reduce((sum, counts) => sum + (counts[operator] ?? 0), 0);
  const sum = (of: (stage: StageCost) => number) =>
    Object.entries(times).reduce((total, [operator, each]) => total + runs(operator) * of(each), 0) +
    heads.reduce((total, each) => total + of(each), 0);
  return {
    hbmBytes: sum(({ hbmBytes }) => hbmBytes),
    int8Ops: sum(({ int8Ops }) => int8Ops),
    bf16Ops: sum(({ bf16Ops }) => bf16Ops),
    dispatchLinkBytes: runs('dispatch') * times.dispatch!.linkBytes,
    combineLinkBytes: runs('combine') * times.combine!.linkBytes,
    dispatchedCopies: runs('dispatch') * cost.copies,
    combinedCopies: runs('combine') * cost.copies,
  };
}

/** Times of stages under routings that are drawn: the same for all dies, layer for layer. */
class DrawnLoads {
  /** By microbatch: of its layers, the last two that were drawn. */
  private readonly known: { round: number; loads: Loads }[][];
  private readonly draws: readonly RoutingDraw[];
  private readonly tokens: number;
  /** By operator that depends on it, and load. */
  private readonly timesByLoad = new Map<string, number[]>([
    ['dispatch', []],
    ['experts', []],
    ['combine', []],
  ]);

  constructor(
    private readonly cost: DecodeCost,
    seed: number,
  ) {
    const { model } = cost.instance;
    const microbatches = Array.from({ length: cost.microbatches }, (_, index) => index);
    this.draws = microbatches.map(
      (index) => new RoutingDraw(model, cost.placement, (seed + index * SEED_STRIDE) | 0),
    );
    this.known = microbatches.map(() => []);
    this.tokens = Math.ceil(cost.tokens);
  }

  stageNs({ operator, die, microbatch, round }: StartedStage, times: Readonly<Record<string, StageCost>>) {
    const known = this.timesByLoad.get(operator);
    if (known === undefined) return times[operator]!.ns;
    const load = this.loadsOf(microbatch, round).copies[die]!;
    return (known[load] ??= this.nsOf(operator, load));
  }

  private nsOf(operator: string, load: number): number {
    if (operator === 'experts') return this.cost.experts(load).ns;
    return operator === 'dispatch' ? this.cost.dispatch(load).ns : this.cost.combine(load).ns;
  }

  private loadsOf(microbatch: number, round: number): Loads {
    const known = this.known[microbatch]!;
    const found = known.find((each) => each.round === round);
    if (found !== undefined) return found.loads;
    const loads = this.draws[microbatch]!.next(this.tokens);
    known.push({ round, loads });
    if (known.length > 2) known.shift();
    return loads;
  }
}

/** Far apart, so that microbatches do not have neighbouring seeds. */
const SEED_STRIDE = 0x9e3779b;
