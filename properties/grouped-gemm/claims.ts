import { FLAG_SETS_MAX, type FlagContext } from '../../machines/die/cross-core-flag.js';
import type { GroupedGemmWiring } from '../../machines/networks/grouped-gemm/wiring.js';
import { always, monitor, type Property, reachable } from '../../src/index.js';
import { expertsInOrder } from './experts-in-order.js';

/** Everything that must be true of a matrix core, its vector cores and the flags between them. */
export function groupedGemmProperties(wiring: GroupedGemmWiring): Property[] {
  const { cube, vectors } = wiring;
  return [
    flagWithinLimit(vectors.map(({ flag }) => flag)),
    ...vectors.map(({ core }) =>
      monitor(`experts-in-order of ${core}`, expertsInOrder, undefined, { from: [cube, core] }),
    ),
    ...witnesses(wiring),
  ];
}

/** The hardware flag holds what it can hold. The margin is in sets. */
function flagWithinLimit(flags: readonly string[]): Property {
  return always('flag-within-limit', (view) => {
    const sets = flags.map((flag) => view.context<FlagContext>(flag).sets);
    return FLAG_SETS_MAX - Math.max(...sets);
  });
}

/** Witnesses: the cores do wait for each other. */
function witnesses({ cube, vectors, shape: { routings } }: GroupedGemmWiring): Property[] {
  /** Most experts that have tokens. */
  const busyMax = Math.max(...routings.map((busy) => busy.length));
  const found = [
    reachable('all cores finish', (view) =>
      [cube, ...vectors.map(({ core }) => core)].every((core) => view.matches(core, 'finished')),
    ),
    reachable('a vector core waits for the matrix core', (view) =>
      vectors.some(({ core }) => view.matches(core, 'waiting')),
    ),
  ];
  // One set is passed as it comes, as the vector core waits for it.
  if (busyMax > FLAG_SETS_MAX) {
    found.push(
      reachable('a flag is full', (view) =>
        vectors.some(({ flag }) => view.context<FlagContext>(flag).sets === FLAG_SETS_MAX),
      ),
    );
  }
  if (busyMax > FLAG_SETS_MAX + 1) {
    found.push(
      reachable('the matrix core waits for a vector core', (view) => view.matches(cube, 'choosing')),
    );
  }
  return found;
}
