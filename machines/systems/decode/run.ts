import { ACCEPTANCE } from '../../../src/cloudmatrix/paper/operators.js';
import type { DecodeCost, StageCost, StreamSplit } from '../../../src/cloudmatrix/cost/decode-cost.js';
import { type Loads, RoutingDraw } from '../../../src/cloudmatrix/cost/expert-loads.js';
import { Draw } from '../../../src/cloudmatrix/draw.js';
import type { SimulateResult, SimulateWatch, Span } from '../../../src/index.js';
import type { Block } from '../../pipeline/graph.js';
import type { PipelineShape } from '../../networks/pipeline/wiring.js';
import { Pipeline, type PipelineOptions, type PipelineRun, type StartedStage } from '../pipeline/run.js';

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
  /** Draft tokens accepted as expected, or drawn for each sequence and step. Default: expected. */
  readonly acceptance?: 'expected' | 'drawn';
  readonly seed?: number;
  readonly onSpan?: (span: Span) => void;
}

/** What a run came to. Times in nanoseconds, throughput in tokens a second for each NPU. */
export interface DecodeOutcome {
  readonly stepNs: number;
  readonly tpotNs: number;
  readonly tokensPerSecondPerNpu: number;
  /** Share of the draft tokens that were accepted, and tokens that a step so brought a sequence. */
  readonly acceptance: number;
  readonly acceptedPerStep: number;
  readonly layerNs: number;
  readonly streamNs: readonly [attention: number, moe: number];
  /** Expected time of one microbatch's collectives. */
  readonly dispatchNs: number;
  readonly combineNs: number;
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

/** Operators of a layer, in order. */
interface Step {
  readonly operator: string;
  readonly stream: keyof StreamSplit;
  readonly isCollective?: true;
}

const DENSE_LAYER: readonly Step[] = [
  { operator: 'dense attention', stream: 'attention' },
  { operator: 'ffn', stream: 'moe' },
];
const MOE_LAYER: readonly Step[] = [
  { operator: 'attention', stream: 'attention' },
  { operator: 'dispatch', stream: 'moe', isCollective: true },
  { operator: 'experts', stream: 'moe' },
  { operator: 'combine', stream: 'moe', isCollective: true },
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

/** What a step takes beside its layers. */
function overheads(cost: DecodeCost): Pick<PipelineShape, 'headNs' | 'launchNs'> {
  const { calibration, tokensPerSequence } = cost.instance;
  return {
    headNs: { main: cost.head(tokensPerSequence).ns, draft: cost.head(1).ns },
    launchNs: Math.ceil(calibration.launchNs),
  };
}

/** The decode instance as statecharts whose own delays are the expected times. */
export function decodeShape(cost: DecodeCost, dies: number, steps: number): PipelineShape {
  const { model, tokensPerSequence, device } = cost.instance;
  const all = { aic: device.aic, aiv: device.aiv };
  const streams = cost.microbatches === 2 ? cost.instance.streams : { attention: all, moe: all };
  const times = stageTimes(cost);
  const block = (layers: number, operators: readonly Step[]): Block => ({
    layers,
    stages: operators.map(({ operator, stream, isCollective = false }) => ({
      operator,
      stream,
      engines: streams[stream],
      ns: times[operator]!.ns,
      isCollective,
    })),
  });
  const { denseLayers } = model;
  const moe = block(model.layers - denseLayers, MOE_LAYER);
  return {
    name: 'decode',
    dies,
    microbatches: cost.microbatches,
    graphs: {
      main: denseLayers === 0 ? [moe] : [block(denseLayers, DENSE_LAYER), moe],
      draft: [block(1, MOE_LAYER)],
    },
    launches: tokensPerSequence === 2 ? ['main', 'draft'] : ['main'],
    steps,
    streams: { ...streams },
    ...overheads(cost),
    ahead: 1,
  };
}

/** Runs a decode instance in virtual time. */
export function runDecode(cost: DecodeCost, options: DecodeRunOptions = {}): DecodeOutcome {
  return runDecodeOn(pipelineFor(cost, options), cost, options);
}

/** As `runDecode`, letting other work happen in between. */
export async function runDecodeWatched(
  cost: DecodeCost,
  options: DecodeRunOptions,
  watch: SimulateWatch,
): Promise<DecodeOutcome> {
  const pipeline = pipelineFor(cost, options);
  return outcomeOf(cost, await pipeline.runWatched(pipelineOptions(cost, options), watch), options);
}

/**
 * The same on charts that are there already; their own delays do not matter.
 *
 * @param pipeline made of a `decodeShape` with as many dies, microbatches, layers and launches
 */
export function runDecodeOn(
  pipeline: Pipeline,
  cost: DecodeCost,
  options: DecodeRunOptions = {},
): DecodeOutcome {
  return outcomeOf(cost, pipeline.run(pipelineOptions(cost, options)), options);
}

const pipelineFor = (cost: DecodeCost, { dies = 1, steps = 2 }: DecodeRunOptions): Pipeline =>
  new Pipeline(decodeShape(cost, dies, steps));

function pipelineOptions(
  cost: DecodeCost,
  { eplb = 'perfect', jitter = 0, seed = 0, onSpan }: DecodeRunOptions,
): PipelineOptions {
  const times = stageTimes(cost);
  const loads = eplb === 'drawn' ? new DrawnLoads(cost, seed) : undefined;
  const draw = new Draw(seed);
  const stageNs = (started: StartedStage): number => {
    const expected = loads === undefined ? times[started.operator]!.ns : loads.stageNs(started, times);
    return jitter === 0 ? expected : Math.ceil(expected * (1 + jitter * draw.unit()));
  };
  return { stageNs, ...overheads(cost), ...(onSpan === undefined ? {} : { onSpan }) };
}

function outcomeOf(cost: DecodeCost, run: PipelineRun, options: DecodeRunOptions): DecodeOutcome {
  const { instance } = cost;
  const { tokensPerSequence } = instance;
  const { stepNs, layerNs, streamNs, stages, result } = run;
  const acceptance = tokensPerSequence === 2 ? acceptanceOf(cost, options) : 0;
  const acceptedPerStep = cost.acceptedPerStep(acceptance);
  const times = stageTimes(cost);
  const tpotNs = stepNs / acceptedPerStep;
  const heads = tokensPerSequence === 2 ? [cost.head(2), cost.head(1)] : [cost.head(1)];
  return {
    stepNs,
    tpotNs,
    tokensPerSecondPerNpu: (instance.device.diesPerNpu * instance.sequences * NS_PER_S) / tpotNs,
    acceptance,
    acceptedPerStep,
    dispatchNs: times.dispatch!.ns,
    combineNs: times.combine!.ns,
    layerNs: layerNs.at(-1)!,
    streamNs: [streamNs.attention!, streamNs.moe!],
    utilisation: result.utilisation,
    work: workOf(stages, times, heads, cost),
    result,
  };
}

/** The share of draft tokens that are accepted: what is expected, or drawn for each sequence of the dies that are run. */
function acceptanceOf(
  { instance }: DecodeCost,
  { acceptance = 'expected', dies = 1, steps = 2, seed = 0 }: DecodeRunOptions,
): number {
  if (acceptance === 'expected') return ACCEPTANCE;
  const draw = new Draw(seed);
  const drafts = Math.ceil(instance.sequences) * dies * (steps - 1);
  let accepted = 0;
  for (let each = 0; each < drafts; each++) if (draw.unit() < ACCEPTANCE) accepted++;
  return accepted / drafts;
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
