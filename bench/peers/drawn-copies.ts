import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Model } from '../../src/cloudmatrix/cost/model.js';
import type { Placement } from '../../src/cloudmatrix/cost/placement.js';

/** Words of a seed that are thrown away first, as everywhere in the model. */
const WARM_UP = 16;

/**
 * Draws routings choice by choice, in loops over arrays that share nothing with what they are compared with but the generator of random words.
 *
 * @param model its experts must be a power of two up to 256
 * @returns gives the next layer's copies of tokens, by rank
 */
export function copiesDrawer(
  { experts, topK, sharedExperts }: Model,
  { ranks, sharedRanks, expertsPerRank }: Placement,
  seed: number,
  tokens: number,
): () => Int32Array {
  const words = xoroshiro128plus(seed);
  for (let left = WARM_UP; left > 0; left--) words.next();
  const turns = expertsPerRank === 1 ? Math.ceil((ranks - sharedRanks) / experts) : 2;
  const hosts = new Int32Array(turns * experts);
  for (let expert = 0; expert < experts; expert++) {
    const on: number[] = [];
    if (expertsPerRank === 1) {
      for (let rank = sharedRanks + expert; rank < ranks; rank += experts) on.push(rank);
    } else {
      on.push(sharedRanks + (expert % (ranks - sharedRanks)));
      if (expert < ranks) on.push((expert + 1) % ranks);
    }
    for (let turn = 0; turn < turns; turn++) hosts[turn * experts + expert] = on[turn % on.length]!;
  }
  const chosenBy = new Int32Array(experts).fill(-1);
  let number = 0;
  return () => {
    const copies = new Int32Array(ranks);
    let word = 0;
    let bytes = 0;
    for (let rank = 0; rank < ranks; rank++) {
      const row = (rank % turns) * experts;
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
          copies[hosts[row + expert]!]!++;
        }
      }
      copies[sharedRanks > 0 ? rank % sharedRanks : rank]! += tokens * sharedExperts;
    }
    return copies;
  };
}
