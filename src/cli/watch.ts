import type { RunProgress, RunWatch, SearchProgress, Subject } from '../index.js';
import type { Known } from './known.js';
import type { Progress } from './progress.js';
import type { Session } from './session.js';
import { runText } from './progress-text.js';

/** A search under way, as it is told to whoever watches the thread. */
export interface KnownSearch extends NonNullable<Known['searching']> {
  readonly subject: Subject;
}

/** Takes down that a search begins, and gives what takes down how far it comes and shows it in one line. */
export function watchSearch(session: Session, search: KnownSearch, progress: Progress): RunWatch {
  beginSearch(session, search);
  return {
    signal: session.signal,
    onProgress: (done) => {
      progress.update(`${search.subject.network}: ${runText(done, search.mode)}`);
      session.know(knownOf(done));
    },
    onQuestion: questionListener(session),
    onViolations: (violations) => session.know({ violations }),
    onSearched: () => session.know({ searching: undefined }),
  };
}

export function beginSearch(session: Session, { mode, subject, secondsMax, endedBy }: KnownSearch): void {
  session.know({
    searching: { mode, secondsMax, endedBy },
    subject,
    progress: undefined,
    violations: undefined,
  });
}

/** Tells how far a search has come before each question; nobody, if no other thread watches. */
export function questionListener(session: Session): ((done: SearchProgress) => void) | undefined {
  if (session.io.onKnown === undefined) return undefined;
  // It is told so often that an object more would be felt.
  return (done) =>
    session.know(done.violations === undefined ? { progress: done } : knownOf({ kind: 'search', ...done }));
}

/** How far a run has come: the runs of a campaign stand where a search has levels. */
export function knownOf(done: RunProgress): Known {
  switch (done.kind) {
    case 'search': {
      const { kind: _, violations, ...progress } = done;
      return { progress, ...(violations === undefined ? {} : { violations }) };
    }
    case 'campaign': {
      const { runs, runsMax, steps } = done;
      return { progress: { states: 0, steps, depth: runs, frontier: runsMax - runs } };
    }
    default:
      return {};
  }
}
