import { setImmediate as nextTurn } from 'node:timers/promises';
import { BreadthFirst } from '../explore/breadth-first.js';
import type { Budgets } from '../explore/budget.js';
import { CheckError, messageOf } from '../network/errors.js';
import { type Design, designsOf } from '../network/sweep.js';
import {
  type DesignVerdict,
  designVerdict,
  type SweepCell,
  type SweepOutcome,
} from '../report/sweep-outcome.js';
import { confirm } from './confirm.js';
import type { Progress } from './progress.js';
import { search } from './search.js';
import { type Session, searchText } from './session.js';
import { type Chosen, choose, type Target } from './target.js';

/**
 * Explores every design of a sweep, one after the other, each to its end or its first violation.
 *
 * @param name one of the sweeps of the target's family
 * @throws CheckError for a sweep without designs, or with one that is impossible
 */
export async function runSweep(
  session: Session,
  target: Target,
  name: string,
  budgets: Budgets,
  progress: Progress,
): Promise<SweepOutcome> {
  const { family, reference } = target;
  const sweep = family.sweeps![name]!;
  // All are chosen before any is explored: nobody wants to learn after minutes that one is impossible.
  const designs = designsOf(sweep).map((design) => chosenDesign(target, name, design));
  if (designs.length === 0) {
    throw new CheckError(`The sweep '${name}' of '${family.name}' has no designs. Give each axis a value.`);
  }
  const cells: SweepCell[] = [];
  for (const [index, { labels, given, chosen }] of designs.entries()) {
    const title = `${family.name}, design ${index + 1} of ${designs.length} (${labels.join(', ')})`;
    const outcome = await judge(session, chosen, budgets, progress, title);
    cells.push({ labels, given, parameters: chosen.configuration, outcome });
    // Small designs end without a pause in which an interruption could be noticed.
    await nextTurn();
  }
  return { network: family.name, reference, name, sweep, cells };
}

function chosenDesign(target: Target, name: string, design: Design): Design & { readonly chosen: Chosen } {
  try {
    return { ...design, chosen: choose(target, design.given, []) };
  } catch (thrown) {
    if (!(thrown instanceof CheckError)) throw thrown;
    throw new CheckError(
      `The sweep '${name}' has an impossible design (${design.labels.join(', ')}). ${messageOf(thrown)}`,
    );
  }
}

async function judge(
  session: Session,
  { network, subject }: Chosen,
  budgets: Budgets,
  progress: Progress,
  title: string,
): Promise<DesignVerdict> {
  if (session.signal.aborted) return { verdict: 'inconclusive', states: 0, budget: 'interrupted' };
  const result = await search(session, {
    mode: 'explore',
    subject,
    budgets,
    begin: (given) => new BreadthFirst(network, given),
    onProgress: (done) => progress.update(searchText(title, done)),
  });
  for (const violation of result.violations) confirm(network, violation);
  return designVerdict(result);
}
