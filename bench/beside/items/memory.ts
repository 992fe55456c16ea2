import { type Checkout, HERE, perform } from '../checkout.js';
import { atMost, type Ratio, type Row } from '../outcome.js';
import { PROBLEMS, type ProblemId } from '../problems.js';
import { alternate, CPU, figureOf } from '../rounds.js';
import type { Item } from '../setting.js';

const GROWTH = 'bytes/state, resident growth';
const ACCOUNT = 'bytes/state, own account';
const PAUSE = 'longest pause s';

const PAUSE_SECONDS_MAX = 0.5;

const WATCHED: readonly { readonly id: ProblemId; readonly bytesMax: number; readonly isLong?: boolean }[] = [
  { id: 'chain', bytesMax: 17 },
  { id: 'dispatch-combine-2-3-2', bytesMax: 24 },
  { id: 'dispatch-combine-3-1-2', bytesMax: 24 },
  { id: 'chain-1e8', bytesMax: 17, isLong: true },
];

/** Memory beyond that of the loaded process, and how long nothing else could happen. */
export const MEMORY_ITEM: Item = {
  id: 'memory',
  title: 'memory and pauses',
  run: async ({ runs, against, isLong }) => {
    const rows: Row[] = [];
    const ratios: Ratio[] = [];
    for (const { id, bytesMax, isLong: needsHours = false } of WATCHED) {
      if (needsHours && !isLong) continue;
      const { name, counts } = PROBLEMS[id];
      const checkouts = against === undefined ? [HERE] : [HERE, against];
      const contenders = checkouts.map((checkout) => ({
        name: checkout.name,
        run: () => watched(checkout, id),
      }));
      // What took a quarter of an hour once is not repeated.
      const measured = await alternate(name, contenders, needsHours ? 1 : runs, counts);
      rows.push(...measured);
      const ours = (column: string) => figureOf(measured, HERE.name, column);
      ratios.push(
        {
          name: `${name}: growth of resident memory`,
          measured: ours(GROWTH),
          unit: 'bytes/state',
          goal: atMost(bytesMax),
        },
        { name: `${name}: longest pause`, measured: ours(PAUSE), unit: 's', goal: atMost(PAUSE_SECONDS_MAX) },
      );
    }
    const remarks = isLong ? [] : ['100,000,000 states are left out; --long takes them, too.'];
    return { rows, ratios, remarks };
  },
};

async function watched(checkout: Checkout, problem: ProblemId) {
  const { report } = await perform(checkout, 'watch', { problem });
  return {
    figures: {
      [CPU]: report.cpuSeconds,
      [GROWTH]: report.residentGrowthBytes / report.states,
      [ACCOUNT]: report.bytesPerState,
      [PAUSE]: report.pauseSeconds,
    },
    counts: report,
  };
}
