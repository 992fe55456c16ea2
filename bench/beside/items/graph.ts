import { HERE, perform } from '../checkout.js';
import { atLeast, times } from '../outcome.js';
import { PROBLEMS } from '../problems.js';
import { alternate, CPU, figureOf } from '../rounds.js';
import type { Item } from '../setting.js';

const XSTATE_GRAPH = 'xstate/graph getAdjacencyMap';

const SIZES = [
  { id: 'chain-12167', size: { links: 3, credits: 2, values: 2 }, goal: atLeast(10) },
  { id: 'chain-100000', size: { links: 5, credits: 2, values: 1 }, goal: atLeast(60) },
] as const;

/** Beside XState's own graph utilities, in a process that has loaded all that it needs. */
export const GRAPH_ITEM: Item = {
  id: 'graph',
  title: 'beside xstate/graph',
  run: async ({ runs }) => {
    const rows = [];
    const ratios = [];
    for (const { id, size, goal } of SIZES) {
      const { name, counts } = PROBLEMS[id];
      const contenders = [
        { name: HERE.name, run: async () => sampleOf(await perform(HERE, 'explore', { problem: id })) },
        { name: XSTATE_GRAPH, run: async () => sampleOf(await perform(HERE, 'graph', size)) },
      ];
      const measured = await alternate(name, contenders, runs, counts);
      rows.push(...measured);
      const cpu = (by: string) => figureOf(measured, by, CPU);
      ratios.push(
        times(`${name}: as fast as xstate/graph, after import`, cpu(XSTATE_GRAPH), cpu(HERE.name), goal),
      );
    }
    return { rows, ratios, remarks: [] };
  },
};

function sampleOf({ report }: Awaited<ReturnType<typeof perform<'explore' | 'graph'>>>) {
  return { figures: { [CPU]: report.cpuSeconds }, counts: report };
}
