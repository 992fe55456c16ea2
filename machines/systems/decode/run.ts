import type { DecodeCost } from '../../../src/cloudmatrix/cost/decode-cost.js';
import type { SimulateWatch } from '../../../src/index.js';
import { Jitter, NO_JITTER } from '../jitter.js';
import { Pipeline, type PipelineOptions } from '../pipeline/run.js';
import type { StartedStage } from '../pipeline/stage-numbers.js';
import { DrawnLoads } from './drawn-loads.js';
import type { DecodeRunOptions } from './instance.js';
import { type DecodeOutcome, decodeOutcome } from './outcome.js';
import { decodeShape, overheads, stageTimes } from './stages.js';

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
  const loads = loadsOf(cost, options);
  const run = await pipeline.runWatched(pipelineOptions(cost, options, loads), watch);
  return decodeOutcome(cost, run, options, loads?.copies());
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
  const loads = loadsOf(cost, options);
  const run = pipeline.run(pipelineOptions(cost, options, loads));
  return decodeOutcome(cost, run, options, loads?.copies());
}

const pipelineFor = (cost: DecodeCost, { dies = 1, steps = 2 }: DecodeRunOptions): Pipeline =>
  new Pipeline(decodeShape(cost, dies, steps));

const loadsOf = (cost: DecodeCost, { eplb, seed = 0 }: DecodeRunOptions): DrawnLoads | undefined =>
  eplb === 'drawn' ? new DrawnLoads(cost, seed) : undefined;

/** @param loads none: they are at their mean */
function pipelineOptions(
  cost: DecodeCost,
  { jitter = NO_JITTER, seed = 0, onSpan }: DecodeRunOptions,
  loads: DrawnLoads | undefined,
): PipelineOptions {
  const times = stageTimes(cost);
  const drawn = new Jitter(jitter, seed);
  const stageNs = (started: StartedStage): number => {
    const expected = loads === undefined ? times[started.operator]!.ns : loads.stageNs(started, times);
    return drawn.ns(expected, started);
  };
  return {
    stageNs,
    ...overheads(cost),
    leased: decodeShape(cost, 1, 1),
    ...(onSpan === undefined ? {} : { onSpan }),
  };
}
