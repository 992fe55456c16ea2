/** How many dies, experts and tokens an expert-parallel group has. */
export interface Sizes {
  readonly dies: number;
  /** The first dies host a replica of the shared expert and no other (docs/paper/facts.md 3: 32 of the 320 of a decode instance). */
  readonly sharedDies: number;
  /** Experts that every other die hosts. */
  readonly expertsPerDie: number;
  /** Of these, places that hold a second replica of the experts 0, 1, ... */
  readonly redundant: number;
  /** Experts that a gate chooses for a token. */
  readonly topK: number;
}

/** The shared expert's number: every token goes to it. */
export const SHARED_EXPERT = -1;

/** Where an expert is hosted: the die, and its number among that die's experts. */
export interface Place {
  readonly die: number;
  readonly local: number;
}

/** Experts that a gate can choose from. */
export function expertCount({ dies, sharedDies, expertsPerDie, redundant }: Sizes): number {
  return (dies - sharedDies) * expertsPerDie - redundant;
}

/** Copies made of each token: one for each chosen expert, and one for the shared expert if there is one. */
export const copiesPerToken = ({ topK, sharedDies }: Sizes): number => topK + (sharedDies > 0 ? 1 : 0);

/** The place that serves an expert for the tokens of a die. Of replicas, dies of even and odd number use different ones. */
export function placeOf(sizes: Sizes, expert: number, source: number): Place {
  if (expert === SHARED_EXPERT) return { die: source % sizes.sharedDies, local: 0 };
  const hasReplica = expert < sizes.redundant;
  const at = hasReplica && source % 2 === 1 ? expertCount(sizes) + expert : expert;
  return { die: sizes.sharedDies + Math.floor(at / sizes.expertsPerDie), local: at % sizes.expertsPerDie };
}

/** The experts whose weights a die holds, by their number on it. */
export function hostedBy(sizes: Sizes, die: number): number[] {
  const { sharedDies, expertsPerDie } = sizes;
  if (die < sharedDies) return [SHARED_EXPERT];
  const first = (die - sharedDies) * expertsPerDie;
  // The places behind those of all experts hold second replicas.
  return Array.from({ length: expertsPerDie }, (_, local) => (first + local) % expertCount(sizes));
}

/** All experts of a token: those that the gate chose, and the shared one. */
export function expertsOf(sizes: Sizes, chosen: readonly number[]): number[] {
  return sizes.sharedDies > 0 ? [...chosen, SHARED_EXPERT] : [...chosen];
}
