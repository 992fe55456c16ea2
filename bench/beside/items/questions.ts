import { type Checkout, HERE, perform } from '../checkout.js';
import { atMost, type Ratio, type Row, times } from '../outcome.js';
import { PROBLEMS, type ProblemId } from '../problems.js';
import { alternate, figureOf } from '../rounds.js';
import type { Item } from '../setting.js';

const MICROSECONDS = 'CPU µs/question';
const QUESTIONS = 'questions';

/** What asks about as often as it finds a state, so that its time is that of questions: a few of them in a process that has just begun, and many. */
const ASKED: readonly { readonly id: ProblemId; readonly how: string }[] = [
  { id: 'filter-lock-2', how: 'cold' },
  { id: 'filter-lock', how: 'in bulk' },
];

/** Of dispatch-combine with 3 tokens at the commit that the goal was set at, 8ed6e15; a third of them is allowed. */
const QUESTIONS_MAX = Math.floor(34_843 / 3);

/** What a question to XState costs; in process, after import. */
export const QUESTIONS_ITEM: Item = {
  id: 'questions',
  title: 'questions to XState',
  run: async ({ runs, against }) => {
    const rows: Row[] = [];
    const ratios: Ratio[] = [];
    const checkouts = against === undefined ? [HERE] : [HERE, against];
    const compare = async (id: ProblemId, name: string, times: number) => {
      const contenders = checkouts.map((checkout) => ({
        name: checkout.name,
        run: () => asked(checkout, id),
      }));
      const measured = await alternate(name, contenders, times, PROBLEMS[id].counts);
      rows.push(...measured);
      return (by: Checkout, column: string) => figureOf(measured, by.name, column);
    };
    for (const { id, how } of ASKED) {
      const name = `${PROBLEMS[id].name}, ${how}`;
      const figure = await compare(id, name, runs);
      const ours = figure(HERE, MICROSECONDS);
      ratios.push({ name: `${name}: a question`, measured: ours, unit: 'µs' });
      if (against !== undefined)
        ratios.push(times(`${name}: as fast as ${against.name}`, figure(against, MICROSECONDS), ours));
    }
    const id = 'dispatch-combine-2-3-2';
    const figure = await compare(id, PROBLEMS[id].name, 1);
    ratios.push({
      name: `${PROBLEMS[id].name}: questions`,
      measured: figure(HERE, QUESTIONS),
      unit: 'questions',
      goal: atMost(QUESTIONS_MAX),
    });
    return { rows, ratios, remarks: [] };
  },
};

async function asked(checkout: Checkout, problem: ProblemId) {
  const { report } = await perform(checkout, 'explore', { problem });
  const { cpuSeconds, xstateCalls: questions = 0 } = report;
  return {
    figures: { [QUESTIONS]: questions, [MICROSECONDS]: (cpuSeconds / questions) * 1e6 },
    counts: report,
  };
}
