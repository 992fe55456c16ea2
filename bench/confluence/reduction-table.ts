import { catalogue } from '../../properties/catalogue.js';
import { ReducedSearch } from '../../src/explore/reduction/reduced-search.js';
import { configurationOf, explore, type Network } from '../../src/index.js';
import { benchmarkTable } from '../table.js';

/** Larger networks take too long. */
const STATES_MAX = 50_000;

interface Search {
  readonly states: number;
  readonly cpuSeconds: number;
  readonly questions: number;
}

/** One network, searched without the reduction and with it. */
export interface ReductionRow {
  readonly network: string;
  readonly full: Search;
  readonly reduced: Search;
  /** It was given up: it costs more than it brings. */
  readonly isGivenUp: boolean;
  /** Why steps were not taken alone, most often first. */
  readonly objections: readonly string[];
}

/** Measures the first configuration of each family that `check` explores, as far as it is small, with the reduction by itself and without. */
export function* reductionRows(): Generator<ReductionRow> {
  for (const family of catalogue.families) {
    for (const given of family.exhaustive ?? []) {
      const network = family.build(configurationOf(family, given), new Set());
      const full = measured(() => explore(network, { statesMax: STATES_MAX }));
      if (full.result.inconclusive !== undefined) continue;
      yield {
        network: `${family.name} ${JSON.stringify(given)}`,
        full: full.search,
        ...reducedOf(network),
      };
      break;
    }
  }
}

export function renderReduction(rows: readonly ReductionRow[]): string {
  return benchmarkTable(
    ['network', 'not taken alone', 'states', 'visited', 'CPU s', 'reduced', 'questions', 'reduced'],
    2,
    rows.map(({ network, full, reduced, isGivenUp, objections }) => [
      network,
      objections.join(', '),
      String(full.states),
      isGivenUp ? `given up at ${reduced.states}` : String(reduced.states),
      full.cpuSeconds.toFixed(1),
      reduced.cpuSeconds.toFixed(1),
      String(full.questions),
      String(reduced.questions),
    ]),
  );
}

function reducedOf(network: Network): Omit<ReductionRow, 'network' | 'full'> {
  const { result, search } = measured(() => {
    const reducing = new ReducedSearch(network);
    while (!reducing.isInVain && reducing.goOn());
    return { reducing, states: reducing.states.size, xstateCalls: reducing.engine.xstateCalls };
  });
  const { reducing } = result;
  const objections = [...reducing.certificates.objections].toSorted(([, one], [, other]) => other - one);
  return {
    reduced: search,
    isGivenUp: reducing.isInVain,
    objections: objections.slice(0, 2).map(([why, count]) => `${why} ${count}`),
  };
}

function measured<T extends { readonly states: number; readonly xstateCalls: number }>(
  work: () => T,
): { readonly result: T; readonly search: Search } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  const cpuSeconds = (user + system) / 1e6;
  return { result, search: { states: result.states, cpuSeconds, questions: result.xstateCalls } };
}
