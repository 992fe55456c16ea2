import { Draw } from '../draw.js';
import { exp } from '../elementary.js';
import { drawExperts, type ExpertDraw, OneAfterOther } from './expert-draw.js';
import type { Model } from './model.js';
import type { Placement } from './placement.js';

/** Tokens of each rank: as many of all, or by rank. Whole numbers. */
export type RankTokens = number | readonly number[];

const tokensOfRank =
  (tokens: RankTokens) =>
  (rank: number): number =>
    typeof tokens === 'number' ? tokens : tokens[rank]!;

/** What a sum of floating-point numbers may be short of a whole one. */
const ROUNDING = 1e-6;

/**
 * Whole tokens where a die has a fraction of one on average, as of a batch of one for two dies: spread evenly over the microbatches of all dies, so that
 * all together have as many as there are.
 *
 * @param tokens of a microbatch, on average
 * @returns by microbatch, those of each rank
 */
export function wholeTokens(tokens: number, ranks: number, microbatches: number): readonly RankTokens[] {
  if (Number.isInteger(tokens)) return Array.from({ length: microbatches }, () => tokens);
  const before = (microbatch: number) => Math.floor(microbatch * tokens + ROUNDING);
  return Array.from({ length: microbatches }, (_, index) =>
    Array.from({ length: ranks }, (_each, rank) => {
      const microbatch = rank * microbatches + index;
      return before(microbatch + 1) - before(microbatch);
    }),
  );
}

/**
 * Routings that are drawn token by token: each token of each rank goes to `topK` different experts, all of them alike, and to a replica of the
 * shared expert. A routed expert that is hosted more than once gets its tokens by turns of the senders.
 */
export class RoutingDraw {
  private readonly experts: ExpertDraw;
  private readonly hostTable: Int32Array;

  /**
   * @param seed any 32-bit integer
   * @param isEven whether each rank has as many tokens as any other
   */
  constructor(
    private readonly model: Model,
    private readonly placement: Placement,
    seed: number,
    private readonly isEven = true,
  ) {
    const { table, turns } = hostTableOf(model, placement);
    this.hostTable = table;
    this.experts = drawExperts(model.experts, model.topK, turns, seed, isEven);
  }

  /**
   * @param tokens of each rank, a whole number; or by rank, where they are not even
   * @returns by rank: copies of tokens for its experts
   */
  next(tokens: RankTokens): Int32Array {
    if (this.isEven !== (typeof tokens === 'number'))
      throw new Error('tokens are even, or are given by rank');
    const { hostTable, placement, model } = this;
    const { ranks } = placement;
    const copies = new Int32Array(ranks);
    const tokensOf = tokensOfRank(tokens);
    this.experts.next(ranks, tokensOf).forEach((chosen, at) => {
      copies[hostTable[at]!]! += chosen;
    });
    for (let rank = 0; rank < ranks; rank++) {
      copies[sharedHostOf(placement, rank)]! += tokensOf(rank) * model.sharedExperts;
    }
    return copies;
  }
}

/**
 * The same routings with every copy's way: by rank and token, the ranks that its copies go to. As many as `RoutingDraw` draws first with this
 * seed.
 */
export function drawRoutes(
  model: Model,
  placement: Placement,
  seed: number,
  tokens: RankTokens,
): number[][][] {
  const { ranks } = placement;
  const { experts, topK, sharedExperts } = model;
  const { table, turns } = hostTableOf(model, placement);
  const tokensOf = tokensOfRank(tokens);
  const routes = Array.from({ length: ranks }, (_, rank) =>
    Array.from({ length: tokensOf(rank) }, (): number[] => []),
  );
  new OneAfterOther(experts, topK, turns, seed).next(ranks, tokensOf, (rank, token, expert) => {
    routes[rank]![token]!.push(table[(rank % turns) * experts + expert]!);
  });
  routes.forEach((ofRank, rank) => {
    const shared = Array.from({ length: sharedExperts }, () => sharedHostOf(placement, rank));
    for (const hosts of ofRank) hosts.push(...shared);
  });
  return routes;
}

/** The rank whose shared expert a rank's tokens go to. */
const sharedHostOf = ({ sharedRanks }: Placement, rank: number): number =>
  sharedRanks > 0 ? rank % sharedRanks : rank;

/**
 * By expert, the rank that it is on for the first sender; then the same for the next one, for so many senders by turns: until each host of each expert
 * has had as many as the others.
 */
function hostTableOf(model: Model, placement: Placement): { table: Int32Array; turns: number } {
  const hosts = hostsOf(model, placement);
  const turns = hosts.map(({ length }) => length).reduce(leastCommonMultiple);
  const ofTurns = Array.from({ length: turns }, (_, turn) => hosts.map((of) => of[turn % of.length]!));
  return { table: Int32Array.from(ofTurns.flat()), turns };
}

/**
 * By expert, the ranks that host it. Where each rank hosts one, those behind the shared expert's replicas do in turn; else each rank hosts its part,
 * and one expert more that another has too.
 */
function hostsOf({ experts }: Model, { ranks, sharedRanks, expertsPerRank }: Placement): number[][] {
  const hosts = Array.from({ length: experts }, (): number[] => []);
  const behind = ranks - sharedRanks;
  const places = expertsPerRank === 1 ? behind : experts;
  for (let place = 0; place < places; place++) {
    hosts[place % experts]!.push(sharedRanks + (place % behind));
  }
  if (expertsPerRank > 1) {
    for (let rank = 0; rank < Math.min(ranks, experts); rank++) hosts[rank]!.push((rank + 1) % ranks);
  }
  return hosts;
}

/**
 * How unequal the ranks are where so many tokens are routed that chance evens out, and what is left is that experts are not equally popular:
 * the logarithm of each expert's popularity is drawn anew for each layer, normally distributed. Loads are relative to their mean.
 */
export class PopularityDraw {
  private readonly draw: Draw;
  private readonly hosts: readonly (readonly number[])[];

  /** @param spread standard deviation of the logarithm; 0: all alike */
  constructor(
    private readonly model: Model,
    private readonly placement: Placement,
    private readonly spread: number,
    seed: number,
  ) {
    this.draw = new Draw(seed);
    this.hosts = hostsOf(model, placement);
  }

  /** By rank: its load relative to the mean, the shared expert's tokens included. */
  next(): Float64Array {
    const { topK, sharedExperts, experts } = this.model;
    const { ranks, sharedRanks } = this.placement;
    const popularity = Float64Array.from({ length: experts }, () => exp(this.spread * this.draw.gaussian()));
    const loads = new Float64Array(ranks);
    // Where ranks hold the shared expert alone, its copies are theirs and nobody else's.
    const sharing = sharedRanks > 0 ? sharedRanks : ranks;
    loads.fill(((ranks / sharing) * sharedExperts) / (topK + sharedExperts), 0, sharing);
    sharesOf(popularity, topK).forEach((share, expert) => {
      const of = this.hosts[expert]!;
      for (const host of of) loads[host]! += (share * ranks) / (of.length * (topK + sharedExperts));
    });
    return loads;
  }
}

/** By expert: which part of all tokens choose it. Each chooses `topK`, none of them twice: who would have more than all tokens leaves the rest to the others. */
function sharesOf(popularity: Float64Array, topK: number): Float64Array {
  const shares = new Float64Array(popularity.length);
  let open = Array.from(popularity.keys());
  let left = topK;
  for (;;) {
    const sum = open.reduce((total, expert) => total + popularity[expert]!, 0);
    const full = new Set(open.filter((expert) => left * popularity[expert]! >= sum));
    for (const expert of open) shares[expert] = full.has(expert) ? 1 : (left * popularity[expert]!) / sum;
    if (full.size === 0) return shares;
    open = open.filter((expert) => !full.has(expert));
    left -= full.size;
  }
}

function leastCommonMultiple(one: number, other: number): number {
  let [divisor, rest] = [one, other];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return (one / divisor) * other;
}
