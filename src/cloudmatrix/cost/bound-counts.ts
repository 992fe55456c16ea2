import { EXPERTS_PER_REDUNDANT } from '../paper/model.js';
import { SCALE_BYTES } from '../paper/window.js';
import type { Model } from './model.js';

/**
 * What a model comes to, counted for the bounds from its sizes alone: nothing here is shared with the cost model that they judge, so that no slip is made in
 * both at once. docs/paper/timing-model.md 1 has the same numbers for DeepSeek-R1.
 */

/** Bytes of an element of the cache, of the vocabulary, and of what is combined. */
export const BYTES_OF_BF16 = 2;

/** Elements of the matrices of a layer's attention, one by one. */
interface AttentionMatrices {
  /** From the hidden size to latents; none where attention has no latents. */
  readonly queryDown: number;
  readonly keyValueDown: number;
  readonly queries: number;
  readonly keys: number;
  readonly values: number;
  readonly output: number;
}

export function attentionMatrices({ attention, hidden }: Model): AttentionMatrices {
  const { heads, headSize } = attention;
  if (attention.kind === 'gqa') {
    const shared = hidden * attention.keyValueHeads * headSize;
    const queries = hidden * heads * headSize;
    return { queryDown: 0, keyValueDown: 0, queries, keys: shared, values: shared, output: queries };
  }
  const { queryRank, keyValueRank, ropeSize, valueSize } = attention;
  return {
    queryDown: hidden * queryRank,
    keyValueDown: hidden * (keyValueRank + ropeSize),
    queries: queryRank * heads * (headSize + ropeSize),
    keys: keyValueRank * heads * headSize,
    values: keyValueRank * heads * valueSize,
    output: heads * valueSize * hidden,
  };
}

/** Elements of gate, up and down of an FFN. */
const ffnElements = (hidden: number, intermediate: number): number =>
  hidden * intermediate + hidden * intermediate + intermediate * hidden;

/** Elements of one expert, of a dense layer's FFN, and of the vocabulary. */
export const elementsOfExpert = ({ hidden, expertIntermediate }: Model) =>
  ffnElements(hidden, expertIntermediate);
export const elementsOfDense = ({ hidden, denseIntermediate }: Model) =>
  ffnElements(hidden, denseIntermediate);
export const elementsOfVocabulary = ({ hidden, vocabulary }: Model) => vocabulary * hidden;

/** Numbers that a layer's cache keeps of a token: its latent and rotary part, or keys and values of each group of heads. */
export const cachedNumbers = ({ attention }: Model): number =>
  attention.kind === 'gqa'
    ? attention.keyValueHeads * attention.headSize + attention.keyValueHeads * attention.headSize
    : attention.keyValueRank + attention.ropeSize;

/** Operations of a token's attention to another one, of which each head's score and weighted sum have two for each number. @param isAbsorbed queries are in the space of latents */
export function operationsOfPair({ attention }: Model, isAbsorbed: boolean): number {
  const { heads, headSize } = attention;
  if (attention.kind === 'gqa') return heads * (2 * headSize + 2 * headSize);
  const { keyValueRank, ropeSize, valueSize } = attention;
  const score = isAbsorbed ? keyValueRank : headSize;
  const sum = isAbsorbed ? keyValueRank : valueSize;
  return heads * (2 * (score + ropeSize) + 2 * sum);
}

/** Bytes of a token's copy to an expert, and of what comes back. */
export const dispatchedBytes = ({ hidden }: Model): number => hidden + SCALE_BYTES;
export const combinedBytes = ({ hidden }: Model): number => BYTES_OF_BF16 * hidden;

/** Where experts are: how many a die has, and how many dies have the shared expert and nothing else; none where each has it. */
export interface Hosting {
  readonly expertsOfDie: number;
  readonly sharedHosts: number;
}

/**
 * @param replicas dies for the shared expert, where they are given; else its part of the copies, with one more of a token's copies than there are, in whole
 * dies (32 of 320 with top-8, docs/paper/facts.md 3)
 */
export function hostingOf(model: Model, ranks: number, replicas?: number): Hosting {
  const { experts, topK, sharedExperts } = model;
  const shares = topK + sharedExperts + 1;
  const part = ranks * sharedExperts;
  const sharedHosts = replicas ?? (part - (part % shares)) / shares;
  const hasHosts = sharedExperts === 0 || sharedHosts > 0;
  if (hasHosts && ranks >= experts + sharedHosts) return { expertsOfDie: 1, sharedHosts };
  const twice = Math.max(1, (experts - (experts % EXPERTS_PER_REDUNDANT)) / EXPERTS_PER_REDUNDANT);
  return { expertsOfDie: sharedExperts + Math.ceil((experts + twice) / ranks), sharedHosts: 0 };
}

/** Copies of a token that leave its die, on average: one in so many dies' experts is its own, and where every die has the shared expert that copy stays. */
export function copiesThatLeave(model: Model, ranks: number, { expertsOfDie, sharedHosts }: Hosting): number {
  const stays = sharedHosts === 0 && expertsOfDie > 1;
  const copies = stays ? model.topK : model.topK + model.sharedExperts;
  return copies - copies / ranks;
}

/**
 * Copies that the busiest die gets from others, on average over all routings that treat experts alike.
 *
 * @param tokens of each die
 */
export function copiesThatArrive(model: Model, ranks: number, tokens: number, hosting: Hosting): number {
  const { topK, sharedExperts } = model;
  const { sharedHosts } = hosting;
  if (sharedHosts === 0) return tokens * copiesThatLeave(model, ranks, hosting);
  // Each of these dies serves itself and others; of a routed expert's tokens one in so many dies' is its own.
  const shared = ((ranks - sharedHosts) / sharedHosts) * tokens * sharedExperts;
  const routed = ((ranks - 1) * tokens * topK) / (ranks - sharedHosts);
  return Math.max(shared, routed);
}
