import { Draw } from '../draw.js';
import { exp } from '../elementary.js';
import type { Model } from './model.js';
import type { Placement } from './placement.js';

const BITS_OF_BYTE = 8;

/** What the dies of an instance receive in one layer for one microbatch. */
export interface Loads {
  /** By rank: copies of tokens for its experts. */
  readonly copies: Int32Array;
  /** By rank: copies that it sends to other ranks. */
  readonly remote: Int32Array;
}

/**
 * Routings that are drawn token by token: each token of each rank goes to `topK` different experts, all of them alike, and to a replica of the
 * shared expert. A routed expert that is hosted more than once gets its tokens by turns of the senders.
 */
export class RoutingDraw {
  private readonly draw: Draw;
  /** By expert: the rank that it is on for the first sender; then the same for the next one, for so many senders by turns. */
  private readonly hostTable: Int32Array;
  private readonly turns: number;
  /** By expert: the token that chose it last. */
  private readonly chosenBy: Int32Array;
  private token = 0;

  constructor(
    private readonly model: Model,
    private readonly placement: Placement,
    seed: number,
  ) {
    this.draw = new Draw(seed);
    const hosts = hostsOf(model, placement);
    this.turns = Math.max(...hosts.map(({ length }) => length));
    this.hostTable = Int32Array.from(
      Array.from({ length: this.turns }, (_, turn) => hosts.map((of) => of[turn % of.length]!)).flat(),
    );
    this.chosenBy = new Int32Array(model.experts).fill(-1);
  }

  /**
   * @param tokens of each rank, a whole number
   * @param onCopy told of each copy: the rank and number of its token, and the rank that it goes to
   */
  next(tokens: number, onCopy?: (rank: number, token: number, host: number) => void): Loads {
    const { ranks, sharedRanks } = this.placement;
    const { topK, sharedExperts, experts } = this.model;
    const copies = new Int32Array(ranks);
    const remote = new Int32Array(ranks);
    const { draw, hostTable, turns, chosenBy } = this;
    // Where the experts are a power of two up to 256, a random word is good for four of them.
    const isByteWise = experts <= 256 && (experts & (experts - 1)) === 0;
    const mask = experts - 1;
    let word = 0;
    let bytes = 0;
    for (let rank = 0; rank < ranks; rank++) {
      let own = 0;
      const row = (rank % turns) * experts;
      for (let each = 0; each < tokens; each++) {
        const token = this.token++ & 0x7fffffff;
        for (let left = topK; left > 0;) {
          let expert: number;
          if (isByteWise) {
            if (bytes === 0) {
              word = draw.word();
              bytes = 4;
            }
            expert = word & mask;
            word >>>= BITS_OF_BYTE;
            bytes--;
          } else expert = draw.below(experts);
          if (chosenBy[expert] === token) continue;
          chosenBy[expert] = token;
          left--;
          const host = hostTable[row + expert]!;
          copies[host]!++;
          if (host === rank) own++;
          onCopy?.(rank, each, host);
        }
      }
      const shared = tokens * sharedExperts;
      const host = sharedRanks > 0 ? rank % sharedRanks : rank;
      copies[host]! += shared;
      if (host === rank) own += shared;
      if (onCopy !== undefined) {
        for (let copy = 0; copy < shared; copy++) onCopy(rank, Math.floor(copy / sharedExperts), host);
      }
      remote[rank] = tokens * (topK + sharedExperts) - own;
    }
    return { copies, remote };
  }
}

/**
 * The same routings with every copy's way: by rank and token, the ranks that its copies go to. As many as `RoutingDraw` draws first with this
 * seed.
 */
export function drawRoutes(model: Model, placement: Placement, seed: number, tokens: number): number[][][] {
  const routes = Array.from({ length: placement.ranks }, (): number[][] => []);
  new RoutingDraw(model, placement, seed).next(tokens, (rank, token, host) => {
    (routes[rank]![token] ??= []).push(host);
  });
  return routes;
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
    const { ranks } = this.placement;
    const popularity = Float64Array.from({ length: experts }, () => exp(this.spread * this.draw.gaussian()));
    const sum = popularity.reduce((total, each) => total + each, 0);
    const loads = new Float64Array(ranks).fill(sharedExperts / (topK + sharedExperts));
    popularity.forEach((each, expert) => {
      const of = this.hosts[expert]!;
      // No token goes to an expert twice.
      const share = Math.min(1, (topK * each) / sum);
      for (const host of of) loads[host]! += (share * ranks) / (of.length * (topK + sharedExperts));
    });
    return loads;
  }
}
