import type { FlagContext } from '../../machines/die/cross-core-flag.js';
import type { CubeContext } from '../../machines/moe/gemm-cube.js';
import type { RowsContext } from '../../machines/moe/gemm-rows.js';
import type { GroupedGemmWiring } from '../../machines/networks/grouped-gemm/wiring.js';
import { FLAG_SETS_MAX } from '../../src/cloudmatrix/paper/die.js';
import {
  always,
  eventually,
  monitor,
  type Property,
  reachable,
  type Variable,
  type View,
} from '../../src/index.js';
import { expertsInOrder } from './experts-in-order.js';

type Vector = GroupedGemmWiring['vectors'][number];

/** Everything that must be true of a matrix core, its vector cores, and the memory and the flags between them. */
export function groupedGemmProperties(wiring: GroupedGemmWiring): Property[] {
  const { cube, vectors } = wiring;
  return [
    ...vectors.map(flagWithinLimit),
    ...vectors.map((vector) =>
      monitor(`experts-in-order of ${vector.core}`, expertsInOrder, undefined, {
        from: [cube, vector.rows],
        // The vector core is so far behind that only the order tells of which expert the flag speaks.
        hardCase: (view) => setsOf(view, vector) > 1,
      }),
    ),
    ...vectors.map(({ core }) => finishes(core)),
    asAtTheStart(wiring),
    ...witnesses(wiring),
  ];
}

const setsOf = (view: View, { flag }: Vector): number => view.context<FlagContext>(flag).sets;

const count = (places: readonly (number | null)[]): number => places.filter((each) => each !== null).length;

/** Each product that the vector core has not begun with is one set of its flag, and no more than the flag can hold. The margin is in sets. */
function flagWithinLimit(vector: Vector): Property {
  const { core, rows, flag } = vector;
  return always(`flag-within-limit of ${flag}`, {
    then: (view) => {
      const { products, results } = view.context<RowsContext>(rows);
      const begun = count(results) + (view.matches(core, 'processing') ? 1 : 0);
      const sets = setsOf(view, vector);
      return sets === count(products) - begun ? FLAG_SETS_MAX - sets : -1;
    },
    hardCase: (view) => setsOf(view, vector) === FLAG_SETS_MAX,
  });
}

/** Every vector core comes to the end of the operation, one that has nothing to process too: of it no result is owed. */
const finishes = (core: string): Property =>
  eventually(`finishes of ${core}`, (view) => view.matches(core, 'finished'));

/** Once all cores have finished, no set is left for the next operation, nobody waits for one, and every credit is back. */
function asAtTheStart({ cube, vectors }: GroupedGemmWiring): Property {
  return always(
    'as-at-the-start',
    {
      when: (view) => haveAllFinished(view, cube, vectors),
      then: (view) =>
        view.context<CubeContext>(cube).pending.every((pending) => pending === 0) &&
        vectors.every((vector) => setsOf(view, vector) === 0 && view.matches(vector.flag, 'unwaited')),
    },
    { about: (view) => pendingOf(view, cube) },
  );
}

/** Credits that have not come back, if there are any. */
const pendingOf = (view: View, cube: string): Variable | undefined =>
  view.context<CubeContext>(cube).pending.some((pending) => pending !== 0)
    ? { component: cube, path: ['pending'] }
    : undefined;

const haveAllFinished = (view: View, cube: string, vectors: readonly Vector[]): boolean =>
  [cube, ...vectors.map(({ core }) => core)].every((core) => view.matches(core, 'finished'));

/** Witnesses: the cores do wait for each other. */
function witnesses({ cube, vectors, shape: { routings } }: GroupedGemmWiring): Property[] {
  /** Most experts that have tokens. */
  const busyMax = Math.max(...routings.map((busy) => busy.length));
  const found = [
    reachable('all cores finish', (view) => haveAllFinished(view, cube, vectors)),
    reachable('a vector core waits for the matrix core', (view) =>
      vectors.some(({ core }) => view.matches(core, 'waiting')),
    ),
  ];
  // One set is passed as it comes, as the vector core waits for it.
  if (busyMax > FLAG_SETS_MAX) {
    found.push(
      reachable('a flag is full', (view) => vectors.some((vector) => setsOf(view, vector) === FLAG_SETS_MAX)),
    );
  }
  if (busyMax > FLAG_SETS_MAX + 1) {
    found.push(
      reachable('the matrix core waits for a vector core', (view) => view.matches(cube, 'choosing')),
    );
  }
  return found;
}
