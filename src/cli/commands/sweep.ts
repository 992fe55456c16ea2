import { CheckError } from '../../network/errors.js';
import { sweepJson } from '../../report/sweep-json.js';
import { sweepText } from '../../report/sweep-text.js';
import { EXIT } from '../exit-code.js';
import { type BudgetOptions, budgetsOf } from '../options.js';
import { runSweep } from '../run-sweep.js';
import type { Session } from '../session.js';
import { type Target, targetsOf } from '../target.js';

export interface SweepCommandOptions extends BudgetOptions {
  readonly sweep: string;
  readonly json?: boolean;
}

/** Explores the designs of one network's sweep. It is a question: any answer is a good one, if there is one for each design. */
export async function sweep(
  session: Session,
  names: readonly string[],
  options: SweepCommandOptions,
): Promise<number> {
  const { sweep: name, json = false } = options;
  const target = theOneWith(name, await targetsOf(session, names));
  const progress = session.progress(json);
  const outcome = await runSweep(session, target, name, budgetsOf(options), progress).finally(() =>
    progress.stop(),
  );
  session.printEither(json, sweepJson(outcome), () => sweepText(outcome, session.colours));
  const isDecided = outcome.cells.every((cell) => cell.outcome.verdict !== 'inconclusive');
  return isDecided ? EXIT.holds : EXIT.inconclusive;
}

/** @throws CheckError when no network has the sweep, or several have it */
function theOneWith(sweep: string, targets: readonly Target[]): Target {
  const [target, ...others] = targets.filter(({ family }) => Object.hasOwn(family.sweeps ?? {}, sweep));
  if (target === undefined) {
    const offers = targets.flatMap(({ family, reference }) =>
      Object.keys(family.sweeps ?? {}).map((name) => `'${name}' of ${reference}`),
    );
    throw new CheckError(
      `There is no sweep '${sweep}' of ${targets.map(({ reference }) => reference).join(', ')}; there is ${offers.join(', ') || 'none'}.`,
    );
  }
  if (others.length > 0) {
    const references = [target, ...others].map(({ reference }) => reference);
    throw new CheckError(
      `Several networks have a sweep '${sweep}': ${references.join(', ')}. Name the one to sweep.`,
    );
  }
  return target;
}
