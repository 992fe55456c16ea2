import { checkJson, runJson } from '../../report/check-json.js';
import { type CheckRun, networksOf, outcomeVerdict, runVerdict, unseenOf } from '../../report/check-run.js';
import { checkText } from '../../report/check-text.js';
import { type CheckRequest, plan } from '../check-runs.js';
import { exitCodeOf } from '../exit-code.js';
import type { FinishedRun } from '../known.js';
import type { Session } from '../session.js';
import { targetsOf } from '../target.js';

export interface CheckCommandOptions extends Omit<CheckRequest, 'targets' | 'suites' | 'comparison'> {
  /** Whether what is vacuous counts as a violation. */
  readonly strict?: boolean;
  readonly json?: boolean;
}

/** Checks everything that the catalogue has, or the networks and suites of bounds that are named. */
export async function check(
  session: Session,
  names: readonly string[],
  options: CheckCommandOptions,
): Promise<number> {
  const isJson = options.json ?? false;
  const { suites: known = [] } = session.catalogue;
  const suites = known.filter(({ name }) => names.length === 0 || names.includes(name));
  const others = names.filter((name) => !suites.some((suite) => suite.name === name));
  // No name at all means all networks, and only names of suites mean none.
  const targets = names.length > 0 && others.length === 0 ? [] : await targetsOf(session, others);
  const comparison = names.length === 0 ? session.catalogue.comparison : undefined;
  const planned = plan(session, { ...options, targets, suites, comparison });
  const runs: CheckRun[] = [];
  const finished: FinishedRun[] = [];
  session.know({ planned: planned.length, finished });
  const progress = session.progress(isJson);
  try {
    for (const run of planned) {
      if (session.signal.aborted) break;
      const done = await run(progress);
      runs.push(done);
      finished.push({
        mode: done.mode,
        network: done.subject.network,
        verdict: runVerdict(done),
        json: runJson(done),
      });
      session.know({ finished, subject: undefined, progress: undefined, violations: undefined });
    }
  } finally {
    progress.stop();
  }
  const outcome = { seed: options.seed, runs, left: planned.length - runs.length };
  session.printEither(isJson, checkJson(outcome), () => checkText(outcome, session.colours));
  const isVacuous = networksOf(runs).some((network) => unseenOf(network, runs).vacuous.length > 0);
  return exitCodeOf(outcomeVerdict(outcome), options.strict === true && isVacuous);
}
