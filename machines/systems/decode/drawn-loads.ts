import type { DecodeCost, StageCost } from '../../../src/cloudmatrix/cost/decode-cost.js';
import { type Loads, RoutingDraw } from '../../../src/cloudmatrix/cost/expert-loads.js';
import type { StartedStage } from '../pipeline/stage-numbers.js';

/** Far apart, so that microbatches do not have neighbouring seeds. */
const SEED_STRIDE = 0x9e3779b;

/** Times of stages under routings that are drawn: the same for all dies, layer for layer. */
export class DrawnLoads {
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
