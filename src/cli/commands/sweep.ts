import { CheckError, type ExhaustiveRun, suggestion, sweepAsync } from '../../index.js';
import { sweepJson } from '../../report/sweep-json.js';
import { designLine, designText, sweepText } from '../../report/sweep-text.js';
import { EXIT } from '../exit-code.js';
import { type BudgetOptions, budgetsOf } from '../options.js';
import { runText } from '../progress-text.js';
import type { Session } from '../session.js';
import { type Target, targetsOf } from '../target.js';
import { problemsOf, tellUnwritten } from '../unwritten.js';
import { beginSearch, knownOf, questionListener } from '../watch.js';

export interface SweepCommandOptions extends BudgetOptions {
  readonly sweep: string;
  readonly json?: boolean;
  readonly html?: string;
}

/** Explores the designs of one network's sweep. It is a question: any answer is a good one, if there is one for each design. */
export async function sweep(
  session: Session,
  names: readonly string[],
  options: SweepCommandOptions,
): Promise<number> {
  const { sweep: name, json = false, secondsMax } = options;
  const target = theOneWith(name, await targetsOf(session, names));
  const { family, reference } = target;
  const pages = options.html === undefined ? undefined : await import('../page.js');
  const page = pages?.targetInDirectory(session, options.html!);
  const runs: ExhaustiveRun[] = [];
  const progress = session.progress(json);
  const onQuestion = questionListener(session);
  const { swept: outcome, unwritten } = await sweepAsync(family, name, {
    ...budgetsOf(options),
    signal: session.signal,
    ...(onQuestion === undefined ? {} : { onQuestion }),
    onProgress: ({ search, ...position }) => {
      if (search === undefined) {
        beginSearch(session, { mode: 'explore', subject: position.subject, secondsMax });
        return;
      }
      const done = { kind: 'search', ...search } as const;
      progress.update(`${designText(family.name, position)}: ${runText(done)}`);
      session.know(knownOf(done));
    },
    onDesign: (position, design, seconds, runOf) => {
      session.know({ searching: undefined });
      if (page !== undefined) runs.push(runOf());
      progress.item(designLine(position, design, seconds));
    },
  })
    .then(async (swept) => {
      const problems = await problemsOf(async () => {
        if (page === undefined) return;
        progress.update('writing the page');
        await pages!.writeSweepPage(session, page, target, { outcome: swept, runs });
      });
      return { swept, unwritten: problems };
    })
    .finally(() => progress.stop());
  session.printEither(json, sweepJson(outcome), () =>
    sweepText(outcome, reference, session.colours, session.tableWidth),
  );
  if (unwritten.length > 0) return tellUnwritten(session, unwritten);
  pages?.tellOfPage(session, page, !json);
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
    const known = targets.flatMap(({ family }) => Object.keys(family.sweeps ?? {}));
    throw new CheckError(
      `There is no sweep '${sweep}' of ${targets.map(({ reference }) => reference).join(', ')}; there is ${offers.join(', ') || 'none'}.${suggestion(sweep, known)}`,
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
