import type { ChainClaims } from '../../networks/chain-claims.js';
import { isQuintDone, quintCommand } from '../../peers/quint.js';
import { type Checkout, HERE, perform } from '../checkout.js';
import { atLeast, type Ratio } from '../outcome.js';
import { alternate, type Contender, figureOf } from '../rounds.js';
import type { Item } from '../setting.js';
import { runTimed } from '../timed-process.js';

const STEPS_PER_SECOND = 'steps/CPU s';
const STEPS = 1_000_000;
const STEPS_PER_SECOND_MIN = 2e6;
const CLAIMS: readonly ChainClaims[] = ['one a link', 'one for all links'];
const QUINT = "Quint's simulator, one for all links";
const QUINT_WALKS = 40;
const QUINT_STEPS = 1_000;

/** Random walks on the credit chain, each state judged; in process, after import. */
export const WALKS_ITEM: Item = {
  id: 'walks',
  title: 'random walks with a claim',
  needs: ['@informalsystems/quint'],
  run: async ({ runs, against }) => {
    const checkouts = against === undefined ? [HERE] : [HERE, against];
    const contenders = [
      ...CLAIMS.flatMap((claims) => checkouts.map((checkout) => walker(checkout, claims))),
      quint,
    ];
    const rows = await alternate('credit chain, L = 5', contenders, runs);
    const ratios = CLAIMS.map((claims): Ratio => ({
      name: `walks, ${claims}`,
      measured: figureOf(rows, nameOf(HERE, claims), STEPS_PER_SECOND),
      unit: 'steps/s',
      goal: atLeast(STEPS_PER_SECOND_MIN),
    }));
    return { rows, ratios, remarks: [] };
  },
};

const nameOf = ({ name }: Checkout, claims: ChainClaims) => `${name}, ${claims}`;

function walker(checkout: Checkout, claims: ChainClaims): Contender {
  return {
    name: nameOf(checkout, claims),
    run: async () => {
      const { report } = await perform(checkout, 'walk', { claims, steps: STEPS });
      if (report.steps !== STEPS) throw new Error(`A walk ended after ${report.steps} steps.`);
      return { figures: { [STEPS_PER_SECOND]: STEPS / report.cpuSeconds } };
    },
  };
}

/** What a walk more takes: Quint's start-up takes longer than a walk. */
const quint: Contender = {
  name: QUINT,
  run: async () => {
    const few = await runTimed(quintCommand(1, QUINT_STEPS));
    const many = await runTimed(quintCommand(1 + QUINT_WALKS, QUINT_STEPS));
    if (!isQuintDone(few.output) || !isQuintDone(many.output))
      throw new Error(`Quint did not do its walks: ${many.output}`);
    const steps = QUINT_WALKS * QUINT_STEPS;
    return { figures: { [STEPS_PER_SECOND]: steps / (many.cpuSeconds - few.cpuSeconds) } };
  },
};
