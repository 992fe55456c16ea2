import { FLAG_SETS_MAX, type FlagContext } from '../../machines/die/cross-core-flag.js';
import { always, type Property, reachable } from '../../src/index.js';

/** The hardware flag holds what it can hold. The margin is in sets. */
export function flagWithinLimit(flags: readonly string[]): Property {
  return always('flag-within-limit', (view) => {
    const sets = flags.map((flag) => view.context<FlagContext>(flag).sets);
    return FLAG_SETS_MAX - Math.max(...sets);
  });
}

/** Witnesses: the cores do wait for each other. */
export function groupedGemmWitnesses(of: {
  readonly cube: string;
  readonly vectors: readonly string[];
  readonly flags: readonly string[];
  /** Most experts that have tokens. */
  readonly busyMax: number;
}): Property[] {
  const { cube, vectors, flags, busyMax } = of;
  const witnesses = [
    reachable('all cores finish', (view) =>
      [cube, ...vectors].every((core) => view.matches(core, 'finished')),
    ),
    reachable('a vector core waits for the matrix core', (view) =>
      vectors.some((vector) => view.matches(vector, 'waiting')),
    ),
  ];
  // One set is passed as it comes, as the vector core waits for it.
  if (busyMax > FLAG_SETS_MAX) {
    witnesses.push(
      reachable('a flag is full', (view) =>
        flags.some((flag) => view.context<FlagContext>(flag).sets === FLAG_SETS_MAX),
      ),
    );
  }
  if (busyMax > FLAG_SETS_MAX + 1) {
    witnesses.push(
      reachable('the matrix core waits for a vector core', (view) => view.matches(cube, 'choosing')),
    );
  }
  return witnesses;
}
