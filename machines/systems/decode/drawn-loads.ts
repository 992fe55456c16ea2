import type { DecodeCost, StageCost } from '../../../src/cloudmatrix/cost/decode-cost.js';
import { RoutingDraw, type RankTokens, wholeTokens } from '../../../src/cloudmatrix/cost/expert-loads.js';
import { seedOf } from '../../../src/cloudmatrix/draw.js';
import type { StartedStage } from '../pipeline/stage-numbers.js';

/** Copies of tokens in a collective, on average over those that were drawn and over all dies: sent, and gone to experts. */
export interface DrawnCopies {
  readonly dispatched: number;
  readonly combined: number;
}

/** Times of stages under routings that are drawn: the same for all dies, layer for layer. */
export class DrawnLoads {
  /** By microbatch: of its layers, the last two that were drawn. */
  private readonly known: { round: number; copies: Int32Array }[][];
  private readonly draws: readonly RoutingDraw[];
  /** By microbatch: tokens of each die. */
  private readonly tokens: readonly RankTokens[];
  /** Collectives that were drawn, and in all of them: tokens that dies sent, and copies that their experts got. */
  private collectives = 0;
  private sentTokens = 0;
  private arrivedCopies = 0;
  /** By load. */
  private readonly dispatchNs: number[] = [];
  private readonly expertsNs: number[] = [];
  private readonly combineNs: number[] = [];

  constructor(
    private readonly cost: DecodeCost,
    seed: number,
  ) {
    const { model, ranks } = cost.instance;
    this.tokens = wholeTokens(cost.tokens, ranks, cost.microbatches);
    const microbatches = Array.from({ length: cost.microbatches }, (_, index) => index);
    this.draws = microbatches.map(
      (index) =>
        new RoutingDraw(model, cost.placement, seedOf(seed, 'routing', index), Number.isInteger(cost.tokens)),
    );
    this.known = microbatches.map(() => []);
  }

  /** What was drawn so far. */
  copies(): DrawnCopies {
    const { cost, collectives, sentTokens, arrivedCopies } = this;
    const dies = Math.max(1, collectives) * cost.instance.ranks;
    return {
      dispatched: (sentTokens / dies) * (cost.copies / cost.tokens),
      combined: arrivedCopies / dies,
    };
  }

  /** @param times of stages whose time does not depend on the load */
  stageNs(stage: StartedStage, times: Readonly<Record<string, StageCost>>): number {
    const { operator } = stage;
    const { cost } = this;
    if (operator === 'dispatch') {
      const load = this.loadOf(stage);
      return (this.dispatchNs[load] ??= cost.dispatch(load).ns);
    }
    if (operator === 'experts') {
      const load = this.loadOf(stage);
      return (this.expertsNs[load] ??= cost.experts(load).ns);
    }
    if (operator === 'combine') {
      const load = this.loadOf(stage);
      return (this.combineNs[load] ??= cost.combine(load).ns);
    }
    return times[operator]!.ns;
  }

  private loadOf({ die, microbatch, round }: StartedStage): number {
    return this.copiesOf(microbatch, round)[die]!;
  }

  /** By die: copies of tokens for its experts. */
  private copiesOf(microbatch: number, round: number): Int32Array {
    const known = this.known[microbatch]!;
    for (let at = 0; at < known.length; at++) if (known[at]!.round === round) return known[at]!.copies;
    const tokens = this.tokens[microbatch]!;
    const copies = this.draws[microbatch]!.next(tokens);
    this.collectives++;
    this.sentTokens +=
      typeof tokens === 'number' ? tokens * copies.length : tokens.reduce((sum, each) => sum + each, 0);
    for (const each of copies) this.arrivedCopies += each;
    known.push({ round, copies });
    if (known.length > 2) known.shift();
    return copies;
  }
}
