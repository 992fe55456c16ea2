import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Model } from '../../src/cloudmatrix/cost/model.js';
import type { Placement } from '../../src/cloudmatrix/cost/placement.js';

/** Words of a seed that are thrown away first, as everywhere in the model. */
const WARM_UP = 16;

/**
 * Draws routings choice by choice, in loops over arrays that share nothing with what they are compared with but the generator of random words.
 *
 * @param tokensOf a rank, a whole number
 * @param model its experts must be a power of two up to 256
 * @returns gives the next layer's copies of tokens, by rank
 */
export function copiesDrawer(
  { experts, topK, sharedExperts }: Model,
  { ranks, sharedRanks, expertsPerRank }: Placement,
  seed: number,
  tokensOf: (rank: number) => number,
): () => Int32Array {
  const words = xoroshiro128plus(seed);
  for (let left = WARM_UP; left > 0; left--) words.next();
  const hosts: number[][] = [];
  for (let expert = 0; expert < experts; expert++) {
    const on: number[] = [];
    if (expertsPerRank === 1) {
      for (let rank = sharedRanks + expert; rank < ranks; rank += experts) on.push(rank);
    } else {
      on.push(sharedRanks + (expert % (ranks - sharedRanks)));
      if (expert < ranks) on.push((expert + 1) % ranks);
    }
    hosts.push(on);
  }
  // Senders whose rank is the same modulo this send alike.
  let turns = 1;
  while (hosts.some(({ length }) => turns % length > 0)) turns++;
  const hostOf = new Int32Array(turns * experts);
  for (let at = 0; at < hostOf.length; at++) {
    const on = hosts[at % experts]!;
    hostOf[at] = on[Math.floor(at / experts) % on.length]!;
  }
  const chosenBy = new Int32Array(experts).fill(-1);
  let number = 0;
  return () => {
    const copies = new Int32Array(ranks);
    let word = 0;
    let bytes = 0;
    for (let rank = 0; rank < ranks; rank++) {
      const row = (rank % turns) * experts;
      const tokens = tokensOf(rank);
      for (let token = 0; token < tokens; token++) {
        number = (number + 1) & 0x7fffffff;
        for (let left = topK; left > 0;) {
          if (bytes === 0) {
            word = words.next();
            bytes = 4;
          }
          const expert = word & (experts - 1);
          word >>>= 8;
          bytes--;
          if (chosenBy[expert] === number) continue;
          chosenBy[expert] = number;
          left--;
          copies[hostOf[row + expert]!]!++;
        }
      }
      copies[sharedRanks > 0 ? rank % sharedRanks : rank]! += tokens * sharedExperts;
    }
    return copies;
  };
}
