import type { PrefillCost, PrefillStage } from '../../../src/cloudmatrix/cost/prefill-cost.js';
import type { StageWork } from '../../../src/cloudmatrix/cost/speeds-beside.js';
import type { SimulateWatch } from '../../../src/index.js';
import { Jitter, NO_JITTER } from '../jitter.js';
import { Pipeline, type PipelineOptions } from '../pipeline/run.js';
import type { StartedStage } from '../pipeline/stage-numbers.js';
import type { PrefillRunOptions } from './instance.js';
import { LayerLoads } from './layer-loads.js';
import { type PrefillOutcome, prefillOutcome } from './outcome.js';
import { overheads, prefillShape } from './stages.js';

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
  return prefillOutcome(cost, await pipeline.runWatched(pipelineOptions(cost, options), watch));
}

/** The same on charts that are there already: see `runDecodeOn`. */
export function runPrefillOn(
  pipeline: Pipeline,
  cost: PrefillCost,
  options: PrefillRunOptions = {},
): PrefillOutcome {
  return prefillOutcome(cost, pipeline.run(pipelineOptions(cost, options)));
}

function pipelineOptions(
  cost: PrefillCost,
  { eplb = 'perfect', jitter = NO_JITTER, seed = 0, onSpan }: PrefillRunOptions,
): PipelineOptions {
  const loads = eplb === 'drawn' ? new LayerLoads(cost, seed) : undefined;
  const drawn = new Jitter(jitter, seed);
  const known = new Map<string, number>();
  const loadOf = ({ operator, die, round }: StartedStage) => loads?.of(operator, die, round);
  const stageNs = (started: StartedStage): number => {
    const { operator } = started;
    const load = loadOf(started);
    let ns = load === undefined ? known.get(operator) : undefined;
    if (ns === undefined) {
      ns = cost.stageNs(operator as PrefillStage, load);
      if (load === undefined) known.set(operator, ns);
    }
    return drawn.ns(ns, started);
  };
  return {
    stageNs,
    sharing: {
      workOf: (started, ns) => cost.workOf(started.operator as PrefillStage, ns, loadOf(started)),
      speedsOf: (works) => cost.speedsOf(works as readonly StageWork[]),
    },
    ...overheads(cost),
    leased: prefillShape(cost, 1),
    ...(onSpan === undefined ? {} : { onSpan }),
  };
}
