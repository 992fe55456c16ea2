import { listenToTicks } from '../interpreter/deadline.js';
import type { Budgets } from '../explore/budget.js';
import { runWatched, type Search, type SearchProgress } from '../explore/search.js';
import type { Subject } from '../report/subject.js';
import type { SearchMode } from './known.js';
import type { Session } from './session.js';

/** A budget is above 0, also where nothing is left of it. */
const SECONDS_MIN = 1e-3;

/** A search, as a command runs it. */
export interface WatchedSearch<TResult> {
  readonly mode: SearchMode;
  readonly subject: Subject;
  readonly budgets: Budgets;
  /** Begins it: even that may take long. */
  readonly begin: (budgets: Budgets) => Search<TResult>;
  readonly onProgress: (progress: SearchProgress) => void;
  /** What comes after the search within the same time, such as making its counterexample small. */
  readonly then?: (result: TResult, budgets: Budgets) => TResult;
}

/** Runs a search to its end or its budget's, and takes down how far it has come. */
export async function search<TResult>(session: Session, watched: WatchedSearch<TResult>): Promise<TResult> {
  const { mode, subject, begin, onProgress, then } = watched;
  const { signal } = session;
  const budgets = { ...watched.budgets, signal };
  const { secondsMax } = budgets;
  session.know({ searching: { mode, secondsMax }, subject, progress: undefined, violations: undefined });
  const startedAt = performance.now();
  const begun = begin(budgets);
  const know = (progress: SearchProgress) => {
    const { violations, ...numbers } = progress;
    session.know({ progress: numbers, ...(violations === undefined ? {} : { violations }) });
  };
  if (session.io.onKnown !== undefined) listenToTicks(() => know(begun.progress()));
  const result = await runWatched(begun, {
    signal,
    onProgress: (progress) => {
      onProgress(progress);
      know(progress);
    },
  }).finally(() => listenToTicks(undefined));
  const left = secondsMax === undefined ? undefined : secondsMax - (performance.now() - startedAt) / 1000;
  const final =
    then === undefined
      ? result
      : then(result, left === undefined ? budgets : { ...budgets, secondsMax: Math.max(left, SECONDS_MIN) });
  session.know({ searching: undefined });
  return final;
}
