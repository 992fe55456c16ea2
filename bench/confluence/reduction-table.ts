import { catalogue } from '../../properties/catalogue.js';
import { tryReduction } from '../../src/explore/reduction/reduced-trial.js';
import { configurationOf, explore, type Network } from '../../src/index.js';
import { benchmarkTable } from '../table.js';

/** Larger networks take too long. */
const STATES_MAX = 50_000;
/** Processor seconds that the reduced search may take of one network. */
const SECONDS_MAX = 60;

interface Search {
  readonly states: number;
  readonly cpuSeconds: number;
  readonly questions: number;
}

/** One network, searched without the reduction and with it. */
export interface ReductionRow {
  readonly network: string;
  readonly full: Search;
  /** Or why the reduction does not tell. */
  readonly reduced: Search | string;
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
    rows.map(({ network, full, reduced, objections }) => {
      const isTold = typeof reduced !== 'string';
      return [
        network,
        isTold ? objections.join(', ') : reduced,
        String(full.states),
        isTold ? String(reduced.states) : '-',
        full.cpuSeconds.toFixed(1),
        isTold ? reduced.cpuSeconds.toFixed(1) : '-',
        String(full.questions),
        isTold ? String(reduced.questions) : '-',
      ];
    }),
  );
}

function reducedOf(network: Network): Pick<ReductionRow, 'reduced' | 'objections'> {
  const { result, search } = measured(() => explore(network, { secondsMax: SECONDS_MAX, reduction: true }));
  if (result.reduction !== undefined && 'left' in result.reduction)
    return { reduced: result.reduction.left, objections: [] };
  if (result.inconclusive !== undefined) return { reduced: `not within ${SECONDS_MAX} s`, objections: [] };
  const objections = [...(tryReduction(network)?.objections ?? [])].toSorted(
    ([, one], [, other]) => other - one,
  );
  return { reduced: search, objections: objections.slice(0, 2).map(([why, count]) => `${why} ${count}`) };
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
