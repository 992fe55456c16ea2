import { geometricMean } from '../../statistics.js';
import { type Checkout, HERE, perform } from '../checkout.js';
import { atLeast, type Ratio, type Row, times } from '../outcome.js';
import { alternate, CPU, figureOf } from '../rounds.js';
import type { Item, Setting } from '../setting.js';

const NETWORKS = 10;

/** Random networks by a seed that nobody has tuned for, beside an older commit; in process, after import. */
export const RANDOM_ITEM: Item = {
  id: 'random',
  title: 'random networks',
  run: async ({ runs, against, seed }) => {
    if (against === undefined)
      return { rows: [], ratios: [], remarks: ['Random networks are left out: there is no --against.'] };
    const rows: Row[] = [];
    const ratios: Ratio[] = [];
    const { report } = await perform(HERE, 'draw', { seed, count: NETWORKS });
    for (const at of report.at) {
      const measured = await compared(against, seed, at, runs);
      rows.push(...measured);
      const cpu = (by: string) => figureOf(measured, by, CPU);
      ratios.push(
        times(`random network ${at}: as fast as ${against.name}`, cpu(against.name), cpu(HERE.name)),
      );
    }
    const measured = ratios.map((ratio) => ratio.measured);
    ratios.push(
      {
        name: 'random networks: the slowest',
        measured: Math.min(...measured),
        unit: 'times',
        goal: atLeast(1),
      },
      {
        name: 'random networks: geometric mean',
        measured: geometricMean(measured),
        unit: 'times',
        goal: atLeast(2.5),
      },
    );
    return { rows, ratios, remarks: [`Random networks by --seed ${seed}.`] };
  },
};

async function compared(against: Checkout, seed: number, at: number, runs: Setting['runs']) {
  // The two must agree, whatever it is.
  const { report: expected } = await perform(against, 'random', { seed, at });
  const contenders = [HERE, against].map((checkout) => ({
    name: checkout.name,
    run: async () => {
      const { report } = await perform(checkout, 'random', { seed, at });
      return { figures: { [CPU]: report.cpuSeconds, states: report.states }, counts: report };
    },
  }));
  return alternate(`random network ${at}`, contenders, runs, expected);
}
