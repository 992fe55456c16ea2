import { compileSpin, spinCounts } from '../../peers/spin.js';
import { HERE, perform } from '../checkout.js';
import { type Ratio, type Row, times } from '../outcome.js';
import { PROBLEMS, type ProblemId } from '../problems.js';
import { alternate, type Contender, CPU, figureOf, WALL } from '../rounds.js';
import type { Item, Setting } from '../setting.js';
import { runTimed, type TimedProcess } from '../timed-process.js';

const VISITED = 'states visited';
const reducedBy = (name: string) => `${name}, reduced`;

/** A model for SPIN, with as many states as the network has, unless it is said. */
interface SpinModel {
  readonly name: string;
  readonly model: string;
  readonly states?: number;
}

const natural = (model: string): SpinModel => ({ name: 'SPIN', model });

const REDUCED: readonly { readonly id: ProblemId; readonly spin: readonly SpinModel[] }[] = [
  { id: 'chain', spin: [natural('credit-chain.pml')] },
  { id: 'two-phase-commit', spin: [natural('two-phase-commit.pml')] },
  { id: 'philosophers', spin: [natural('naive-philosophers.pml')] },
  {
    id: 'leader-election',
    spin: [
      natural('leader-election.pml'),
      {
        name: 'SPIN, receiving and sending in a step each',
        model: 'leader-election-spin.pml',
        states: 15_779,
      },
    ],
  },
];

/** Steps taken alone, beside SPIN's partial-order reduction, each with a search of all states of its own: whole processes. */
export const REDUCTIONS_ITEM: Item = {
  id: 'reductions',
  title: 'reductions',
  needs: ['cc', 'spin'],
  run: async (setting) => {
    const rows: Row[] = [];
    const ratios: Ratio[] = [];
    for (const reduced of REDUCED) {
      const { name } = PROBLEMS[reduced.id];
      const measured = await alternate(name, await contendersOf(reduced, setting), setting.runs);
      rows.push(...measured);
      const visited = (by: string) => figureOf(measured, by, VISITED);
      for (const by of [HERE.name, ...reduced.spin.map((each) => each.name)])
        ratios.push(times(`${name}: fewer states visited, ${by}`, visited(by), visited(reducedBy(by))));
    }
    return {
      rows,
      ratios,
      remarks: ['Where a reduction is given up, or something is violated, all states are visited after all.'],
    };
  },
};

async function contendersOf(
  { id, spin }: (typeof REDUCED)[number],
  { folder }: Setting,
): Promise<readonly Contender[]> {
  const { counts } = PROBLEMS[id];
  const checker = (isReduced: boolean): Contender => ({
    name: isReduced ? reducedBy(HERE.name) : HERE.name,
    run: async () => {
      const { report, timed } = await perform(HERE, 'explore', { problem: id, isReduced });
      if (!isReduced) requireStates(HERE.name, report.states, counts.states);
      return sampleOf(report.states, timed);
    },
  });
  const peers = spin.flatMap(({ name, model, states = counts.states }) =>
    [false, true].map(async (isReduced): Promise<Contender> => {
      const sizes = { states, transitions: 0 };
      const { command } = await compileSpin(model, 'depth-first', sizes, folder(), isReduced);
      return {
        name: isReduced ? reducedBy(name) : name,
        run: async () => {
          const timed = await runTimed(command);
          const { states: found } = spinCounts(timed.output);
          if (!isReduced) requireStates(name, found, states);
          return sampleOf(found, timed);
        },
      };
    }),
  );
  return [checker(false), checker(true), ...(await Promise.all(peers))];
}

function sampleOf(states: number, { cpuSeconds, wallSeconds }: TimedProcess) {
  return { figures: { [VISITED]: states, [CPU]: cpuSeconds, [WALL]: wallSeconds } };
}

function requireStates(by: string, found: number, expected: number): void {
  if (found !== expected) throw new Error(`WRONG COUNT: ${by} found ${found} states instead of ${expected}.`);
}
