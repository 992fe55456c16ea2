import type { Cores } from '../../../src/cloudmatrix/paper/die.js';
import type { SystemOutcome } from '../../../src/check/system.js';
import { decodeBounds } from '../../../src/cloudmatrix/cost/decode-bounds.js';
import type { DecodeCost, DecodeInstance, StageCost } from '../../../src/cloudmatrix/cost/decode-cost.js';
import { Draw, seedOf } from '../../../src/cloudmatrix/draw.js';
import { ACCEPTANCE } from '../../../src/cloudmatrix/paper/operators.js';
import type { SimulateResult } from '../../../src/index.js';
import { assumptions, namesOf } from '../description.js';
import { systemOutcome, unfinishedOutcome } from '../outcome.js';
import type { PipelineRun } from '../pipeline/run.js';
import { NS_PER_MS, NS_PER_S, NS_PER_US } from '../units.js';
import type { DrawnCopies } from './drawn-loads.js';
import type { DecodeRunOptions } from './instance.js';
import { stageTimes } from './stages.js';

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
  /** Expected time of what each stream does between two swaps of a layer with experts. */
  readonly swapNs: readonly [attention: number, moe: number];
  /** Shares that were held from the start of the run to its end, the wait for the first launch included. */
  readonly utilisation: Readonly<Record<string, number>>;
  /** What die 0 did in the last step, on average over its layers; copies that were drawn on average over all dies. */
  readonly work: WorkOfStep;
  readonly hasDrawnLoads: boolean;
  readonly result: SimulateResult;
}

/** What a die does in one step. */
interface WorkOfStep {
  readonly hbmBytes: number;
  readonly dispatchLinkBytes: number;
  readonly combineLinkBytes: number;
  readonly dispatchedCopies: number;
  readonly combinedCopies: number;
  readonly int8Ops: number;
  readonly bf16Ops: number;
}

/** The figures of a run. @param drawn copies that were, where loads are */
export function decodeOutcome(
  cost: DecodeCost,
  run: PipelineRun,
  options: DecodeRunOptions,
  drawn?: DrawnCopies,
): DecodeOutcome {
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
    swapNs: [times.attention!.ns, times.dispatch!.ns + times.experts!.ns + times.combine!.ns],
    layerNs: layerNs.at(-1)!,
    streamNs: [streamNs.attention!, streamNs.moe!],
    utilisation: result.utilisation,
    work: workOf(stages, times, heads, drawn ?? { dispatched: cost.copies, combined: cost.copies }),
    hasDrawnLoads: drawn !== undefined,
    result,
  };
}

/** The share of draft tokens that are accepted: what is expected, or drawn for each sequence of all dies, of which those that are run stand for all. */
function acceptanceOf(
  { instance }: DecodeCost,
  { acceptance = ACCEPTANCE, drafts = 'expected', steps = 2, seed = 0 }: DecodeRunOptions,
): number {
  if (drafts === 'expected') return acceptance;
  const draw = new Draw(seedOf(seed, 'drafts'));
  const drawn = Math.ceil(instance.sequences * instance.ranks) * (steps - 1);
  let accepted = 0;
  for (let each = 0; each < drawn; each++) if (draw.unit() < acceptance) accepted++;
  return accepted / drawn;
}

function workOf(
  stages: Readonly<Record<string, Readonly<Record<string, number>>>>,
  times: Readonly<Record<string, StageCost>>,
  heads: readonly StageCost[],
  copies: DrawnCopies,
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
    dispatchedCopies: runs('dispatch') * copies.dispatched,
    combinedCopies: runs('combine') * copies.combined,
  };
}

/** What `simulate decode` tells of a run. @param dies that were run */
export function decodeSystemOutcome(cost: DecodeCost, outcome: DecodeOutcome, dies: number): SystemOutcome {
  const { instance, microbatches } = cost;
  const { result } = outcome;
  if (result.verdict === 'inconclusive') return unfinishedOutcome(result);
  const bounds = decodeBounds(instance, { ...outcome, microbatches, streams: instance.streams });
  return systemOutcome(result, {
    figures: {
      tpotMs: outcome.tpotNs / NS_PER_MS,
      stepMs: outcome.stepNs / NS_PER_MS,
      layerUs: outcome.layerNs / NS_PER_US,
      streamUs: outcome.streamNs.map((ns) => ns / NS_PER_US),
      tokensPerSecondPerNpu: outcome.tokensPerSecondPerNpu,
    },
    utilisation: { ...outcome.utilisation, ...workShares(outcome, instance) },
    bounds,
    ran: { ...namesOf(instance), mode: modeOf(cost) },
    notes: [`${dies} of ${instance.ranks} dies were run.`, ...assumptions(instance.model)],
  });
}

/** Microbatches, and the cores that each stream has. */
function modeOf({ instance, microbatches }: DecodeCost): string {
  const { streams, device } = instance;
  const cores = ({ aic, aiv }: Cores) => `${aic} AIC + ${aiv} AIV`;
  return microbatches === 2
    ? `two microbatches, ${cores(streams.attention)} for attention, ${cores(streams.moe)} for MoE`
    : `one microbatch, ${cores(device)}`;
}

/** How much of what the hardware could do in a mean step after the first was done: operations, bytes of HBM and of links. */
function workShares({ work, stepNs }: DecodeOutcome, { device, network }: DecodeInstance) {
  const seconds = stepNs / NS_PER_S;
  const compute = work.int8Ops / device.int8OpsPerSecond + work.bf16Ops / device.bf16OpsPerSecond;
  const linkBytes = work.dispatchLinkBytes + work.combineLinkBytes;
  return {
    'cube operations': compute / seconds,
    'HBM bytes': work.hbmBytes / device.hbmBytesPerSecond / seconds,
    'link bytes': linkBytes / network.linkBytesPerSecond / seconds,
  };
}
