import { catalogue } from '../properties/catalogue.js';
import { type ChoiceName, compareChoices, configurationOf } from '../src/index.js';
import { tableText } from '../src/report/table.js';

/** State spaces up to this size are enumerated. */
const STATES_MAX = 12_000;
const SEED = 384;
/** Steps, as multiples of the number of pairs that there are. */
const FACTORS = [0.5, 1, 2, 4];

/** What ways of choosing saw of one enumerated space, with so many steps. */
interface SpaceRow {
  readonly name: string;
  readonly factor: number;
  readonly steps: number;
  readonly pairs: number;
  readonly seen: Readonly<Record<ChoiceName, number>>;
  readonly hardCases: Readonly<Record<ChoiceName, number>>;
}

/** Compares ways of choosing steps on the configurations that `check` explores, as far as they are small. */
export function* compareOnSpaces(filter: RegExp = /./): Generator<SpaceRow> {
  for (const family of catalogue.families.filter(({ name }) => filter.test(name))) {
    for (const given of family.exhaustive) {
      const network = family.build(configurationOf(family, given), new Set());
      const options = { seed: SEED, statesMax: STATES_MAX };
      const { enumerated } = compareChoices(network, { ...options, steps: 1 });
      if (enumerated === undefined) continue;
      for (const factor of FACTORS) {
        const steps = Math.ceil(factor * enumerated.pairs);
        const { choices } = compareChoices(network, { ...options, steps });
        const by = (what: 'pairs' | 'hardCases') =>
          Object.fromEntries(choices.map(({ choice, points }) => [choice, points.at(-1)![what]])) as Record<
            ChoiceName,
            number
          >;
        const name = `${family.name} ${JSON.stringify(given)}`;
        yield { name, factor, steps, pairs: enumerated.pairs, seen: by('pairs'), hardCases: by('hardCases') };
      }
    }
  }
}

/** For each number of steps the medians: of the shares seen, and of guided beside the others. */
export function renderSpaces(rows: readonly SpaceRow[]): string {
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  return tableText({
    head: ['steps / pairs', 'spaces', 'uniform', 'swarm', 'guided', 'guided / uniform', 'guided / swarm'],
    rows: FACTORS.map((factor) => {
      const own = rows.filter((row) => row.factor === factor);
      const share = (choice: ChoiceName) =>
        percent(median(own.map(({ seen, pairs }) => seen[choice] / pairs)));
      const ratio = (other: ChoiceName) =>
        median(own.map(({ seen }) => seen.guided / seen[other])).toFixed(2);
      return [
        String(factor),
        String(own.length),
        share('uniform'),
        share('swarm'),
        share('guided'),
        ratio('uniform'),
        ratio('swarm'),
      ];
    }),
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}
