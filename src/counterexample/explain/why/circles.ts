/** Who waits, and for whom. */
type Edge = readonly [from: number, to: readonly number[]];

/** Tells of two that one waits for whether that is part of a circle: whether the other one, be it by way of others, waits for the first. */
export function circles(edges: readonly Edge[]): (from: number, to: number) => boolean {
  const targets = new Map<number, Set<number>>();
  for (const [from, to] of edges) {
    const known = targets.get(from) ?? new Set();
    for (const each of to) known.add(each);
    targets.set(from, known);
  }
  return (from, to) => {
    // A set that is gone through is gone through to what is added meanwhile.
    const reached = new Set([to]);
    for (const each of reached) for (const next of targets.get(each) ?? []) reached.add(next);
    return reached.has(from);
  };
}
