import type { CheckRun } from '../check/result.js';
import type { ProgressReport } from '../explore/progress/endless-runs.js';
import { secondsText } from './numbers.js';

/** Stands behind a verdict that says nothing of runs that never end, since nobody wanted that. */
export const LEFT_OUT = 'progress checks left out';

/** What the progress checks took, behind the time of the search; nothing where there were none. */
export function progressSecondsText(progress: ProgressReport): string {
  return typeof progress === 'string' ? '' : ` and ${secondsText(progress.seconds)} for progress checks`;
}

/** Seconds of a run, its progress checks included. */
export function secondsOf({ result }: CheckRun): number {
  const progress = 'progress' in result ? result.progress : undefined;
  return result.seconds + (typeof progress === 'object' ? progress.seconds : 0);
}

/** Said of random runs of a network that claims something of runs that never end. */
export const ENDS_ONLY =
  'Random runs show what is wrong with runs that end; of those that go on for ever they say nothing: explore the network.';
