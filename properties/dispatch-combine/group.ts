/**
 * An expert-parallel group as the paper tells it (docs/paper/facts.md 3 and 4). It is told here once more, and not taken from the charts: a
 * claim that computed a place by the chart's own function would find every place right.
 */
export interface Group {
  readonly dies: number;
  /** The first dies hold a replica of the shared expert and nothing else. */
  readonly sharedDies: number;
  readonly expertsPerDie: number;
  /** The last places hold second replicas of the first experts. */
  readonly redundant: number;
  readonly topK: number;
}

/** What copies for the shared expert call it. */
const SHARED = -1;

/** Whether a die holds the weights of an expert in this place among its own. */
export function isHostedAt(group: Group, expert: number, die: number, local: number): boolean {
  const { dies, sharedDies, expertsPerDie, redundant } = group;
  if (expert === SHARED) return die < sharedDies && local === 0;
  if (die < sharedDies || local >= expertsPerDie) return false;
  const place = (die - sharedDies) * expertsPerDie + local;
  const experts = (dies - sharedDies) * expertsPerDie - redundant;
  return expert === (place < experts ? place : place - experts);
}

/** The experts of a token, by key offset: those that the gate chose, and the shared one where there is one. */
export const expertsFor = ({ sharedDies }: Group, chosen: readonly number[]): number[] =>
  sharedDies === 0 ? [...chosen] : [...chosen, SHARED];

/** Dies that hold the weights of an expert. */
const replicasOf = ({ sharedDies, redundant }: Group, expert: number): number => {
  if (expert === SHARED) return sharedDies;
  return expert < redundant ? 2 : 1;
};

/** Most dies that one of an expert's replicas serves, where they share the dies evenly. */
export const shareOf = (group: Group, expert: number): number =>
  Math.ceil(group.dies / replicasOf(group, expert));

/** Whether there is an expert that several dies hold. */
export const hasReplicas = ({ sharedDies, redundant }: Group): boolean => sharedDies > 1 || redundant > 0;
