import { EXPERTS_PER_REDUNDANT } from '../paper/model.js';
import type { Model } from './model.js';

/**
 * Which rank hosts which experts. With many ranks each hosts one: first the replicas of the shared expert, then the routed ones, of which
 * the first are hosted more than once. With few, each hosts the shared expert, its part of the routed ones, and one more of them.
 */
export interface Placement {
  readonly ranks: number;
  /** Ranks that host the shared expert only; 0 where every rank hosts it beside others. */
  readonly sharedRanks: number;
  /** Experts that the busiest rank hosts, the shared one included. */
  readonly expertsPerRank: number;
}

/**
 * @param replicas ranks that hold the shared expert where ranks hold one expert each; left out: as many as its part of the copies needs, and a little
 * fewer: 32 of 320 with top-8 (docs/paper/facts.md 3)
 */
export function placementOf(
  { experts, topK, sharedExperts }: Model,
  ranks: number,
  replicas?: number,
): Placement {
  const sharedRanks = replicas ?? Math.floor((ranks * sharedExperts) / (topK + sharedExperts + 1));
  const redundant = Math.floor(experts / EXPERTS_PER_REDUNDANT);
  const isWide = ranks - sharedRanks >= experts && (sharedExperts === 0 || sharedRanks > 0);
  if (isWide) return { ranks, sharedRanks, expertsPerRank: 1 };
  const expertsPerRank = sharedExperts + Math.ceil((experts + Math.max(redundant, 1)) / ranks);
  return { ranks, sharedRanks: 0, expertsPerRank };
}

/** How many copies of tokens the busiest rank's experts get, on average over all routings that treat experts alike. */
export function meanLoad(
  { topK, sharedExperts }: Model,
  { ranks, sharedRanks }: Placement,
  tokens: number,
): number {
  const all = tokens * ranks;
  if (sharedRanks === 0) return tokens * (topK + sharedExperts);
  return Math.max((all * topK) / (ranks - sharedRanks), (all * sharedExperts) / sharedRanks);
}

/** Copies of a token that cross a link, on average: those for experts on other dies. */
export function remoteCopies(
  { topK, sharedExperts }: Model,
  { ranks, sharedRanks, expertsPerRank }: Placement,
): number {
  const away = 1 - 1 / ranks;
  const isSharedLocal = sharedRanks === 0 && expertsPerRank > 1;
  return away * (topK + (isSharedLocal ? 0 : sharedExperts));
}
