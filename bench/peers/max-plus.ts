import { ACCEPTANCE } from '../../src/cloudmatrix/paper/operators.js';
import type { DecodeCost } from '../../src/cloudmatrix/cost/decode-cost.js';
import { seedOf } from '../../src/cloudmatrix/draw.js';
import { copiesDrawer } from './drawn-copies.js';

/** What the recursion gives, in nanoseconds. */
export interface MaxPlusRun {
  /** Ends of the steps on rank 0. */
  readonly stepEnds: readonly number[];
  readonly tpotNs: number;
}

/**
 * The decode pipeline as loops over arrays, written for this one system: the time of each event is the largest of the times of those before
 * it, plus a duration. No charts, no queue of events; it must come to the same nanosecond.
 *
 * @param isDrawn routings drawn token by token, else loads at their mean
 */
export function maxPlusDecode(
  cost: DecodeCost,
  dies: number,
  steps: number,
  isDrawn: boolean,
  seed: number,
): MaxPlusRun {
  const { model, tokensPerSequence, calibration } = cost.instance;
  const { microbatches } = cost;
  // Dies, and in each its microbatches, get whole tokens of what there is: the next one has what those before it have left.
  const given = [0];
  for (let turn = 1; turn <= cost.instance.ranks * microbatches; turn++) {
    given.push(Math.floor(turn * cost.tokens + 1e-6));
  }
  const tokensOf = (index: number) => (die: number) =>
    given[die * microbatches + index + 1]! - given[die * microbatches + index]!;
  const draws = Array.from({ length: microbatches }, (_, index) =>
    copiesDrawer(model, cost.placement, seedOf(seed, 'routing', index), tokensOf(index)),
  );
  const denseAttention = cost.attention('dense').ns;
  const attention = cost.attention('moe').ns;
  const ffn = cost.dense().ns;
  const mean = new Float64Array(dies).fill(cost.meanLoad);
  const known: number[][] = [[], [], []];
  const dispatchNs = (load: number) => (known[0]![load] ??= cost.dispatch(load).ns);
  const expertsNs = (load: number) => (known[1]![load] ??= cost.experts(load).ns);
  const combineNs = (load: number) => (known[2]![load] ??= cost.combine(load).ns);
  const stream = [new Float64Array(dies), new Float64Array(dies)] as const;
  const ready = Array.from({ length: microbatches }, () => new Float64Array(dies));
  // The first launch is waited for; later ones are hidden behind graphs.
  let begin = new Float64Array(dies).fill(Math.ceil(calibration.launchNs));

  const attend = (microbatch: number, ns: number) => {
    for (let die = 0; die < dies; die++) {
      stream[0][die] = Math.max(stream[0][die]!, ready[microbatch]![die]!) + ns;
      stream[1][die] = Math.max(stream[1][die]!, stream[0][die]!);
    }
  };
  const denseLayer = (microbatch: number) => {
    attend(microbatch, denseAttention);
    for (let die = 0; die < dies; die++) {
      stream[1][die]! += ffn;
      ready[microbatch]![die] = stream[1][die]!;
    }
  };
  const moeLayer = (microbatch: number) => {
    attend(microbatch, attention);
    const loads = isDrawn ? draws[microbatch]!() : mean;
    let dispatched = 0;
    for (let die = 0; die < dies; die++) {
      dispatched = Math.max(dispatched, stream[1][die]! + dispatchNs(loads[die]!));
    }
    let combined = 0;
    for (let die = 0; die < dies; die++) {
      combined = Math.max(combined, dispatched + expertsNs(loads[die]!) + combineNs(loads[die]!));
    }
    stream[1].fill(combined);
    ready[microbatch]!.fill(combined);
  };
  const graph = (denseLayers: number, moeLayers: number, headNs: number) => {
    for (const each of ready) each.set(begin);
    for (let layer = 0; layer < denseLayers; layer++) {
      for (let microbatch = 0; microbatch < microbatches; microbatch++) denseLayer(microbatch);
    }
    for (let layer = 0; layer < moeLayers; layer++) {
      for (let microbatch = 0; microbatch < microbatches; microbatch++) moeLayer(microbatch);
    }
    begin = Float64Array.from(begin, (_, die) => Math.max(...ready.map((each) => each[die]!)) + headNs);
  };

  const stepEnds: number[] = [];
  const { layers, denseLayers } = model;
  for (let step = 0; step < steps; step++) {
    graph(denseLayers, layers - denseLayers, cost.head(tokensPerSequence).ns);
    if (tokensPerSequence === 2) graph(0, 1, cost.head(1).ns);
    stepEnds.push(begin[0]!);
  }
  const stepNs = (stepEnds.at(-1)! - stepEnds[0]!) / (steps - 1);
  return { stepEnds, tpotNs: stepNs / (tokensPerSequence === 2 ? 1 + ACCEPTANCE : 1) };
}
