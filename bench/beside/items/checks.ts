import { dirname } from 'node:path';
import { type Checkout, commandLine, HERE } from '../checkout.js';
import { type CheckedItem, commonItems } from '../common-items.js';
import { atLeast, times } from '../outcome.js';
import { alternate, CPU, figureOf, WALL } from '../rounds.js';
import type { Item } from '../setting.js';
import { runTimed } from '../timed-process.js';

/** What items that both have took: with one job each second on the clock is, but for what is collected and compiled beside it, one of CPU time. */
const COMMON = 'common items, s';

/**
 * `check` of everything, a whole process with one job. An older commit checks less, and what has been added since is no loss of speed: the goal is
 * of the items that both have. Each contender runs once, as it takes minutes.
 */
export const CHECK_ITEM: Item = {
  id: 'check',
  title: 'everything that is to be checked',
  run: async ({ against }) => {
    const found = new Map<string, readonly CheckedItem[]>();
    const contenders = (against === undefined ? [HERE] : [HERE, against]).map((checkout) => ({
      name: checkout.name,
      run: async () => {
        const { output, cpuSeconds, wallSeconds } = await runTimed(
          commandLine(checkout, ['check', '--json', ...(await oneJob(checkout))]),
          dirname(checkout.built),
        );
        found.set(checkout.name, (JSON.parse(output) as { runs: readonly CheckedItem[] }).runs);
        return { figures: { [CPU]: cpuSeconds, [WALL]: wallSeconds } };
      },
    }));
    const rows = await alternate('check', contenders, 1);
    if (against === undefined) return { rows, ratios: [], remarks: [] };

    const [here, there] = [found.get(HERE.name)!, found.get(against.name)!];
    const common = commonItems(here, there);
    if (common.length === 0)
      throw new Error(`WRONG COUNT: no item of check has the counts that ${against.name} has.`);
    const took = {
      [HERE.name]: secondsOf(common.map(([item]) => item)),
      [against.name]: secondsOf(common.map(([, item]) => item)),
    };
    const cpu = ({ name }: Checkout) => figureOf(rows, name, CPU);
    return {
      rows: rows.map((row) => ({ ...row, figures: { ...row.figures, [COMMON]: took[row.by]! } })),
      ratios: [
        times(
          `check: as fast as ${against.name}, what both do`,
          took[against.name]!,
          took[HERE.name]!,
          atLeast(2),
        ),
        times(`check: as fast as ${against.name}, everything`, cpu(against), cpu(HERE)),
      ],
      remarks: [
        `${common.length} items of check are counted alike by both, of ${here.length} here and ${there.length} of ${against.name}.`,
      ],
    };
  },
};

/** A commit that does not know the option has one job. */
async function oneJob(checkout: Checkout): Promise<readonly string[]> {
  const { output } = await runTimed(commandLine(checkout, ['check', '--help']));
  return output.includes('--jobs') ? ['--jobs', '1'] : [];
}

const secondsOf = (items: readonly CheckedItem[]) => items.reduce((total, { seconds }) => total + seconds, 0);
