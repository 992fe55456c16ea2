import type { Evidence } from '../../check/evidence.js';
import type { CheckRun } from '../../check/result.js';
import { isNetworkRun } from '../network-properties.js';

/**
 * The counterexamples that a report shows, by run: of each violated property of a network the shortest, and of equal ones the first, as the text of
 * `check` has them.
 */
export function shortestOf(runs: readonly CheckRun[]): (readonly Evidence[])[] {
  const shortest = new Map<string, Evidence>();
  for (const run of runs) {
    if (!isNetworkRun(run)) continue;
    for (const evidence of run.evidence) {
      const key = keyOf(run, evidence);
      const known = shortest.get(key);
      if (known === undefined || evidence.violation.steps.length < known.violation.steps.length)
        shortest.set(key, evidence);
    }
  }
  return runs.map((run) => evidenceOf(run).filter((each) => shortest.get(keyOf(run, each)) === each));
}

/** All counterexamples of a run. */
export const evidenceOf = (run: CheckRun): readonly Evidence[] => (isNetworkRun(run) ? run.evidence : []);

const keyOf = ({ subject }: CheckRun, { violation }: Evidence): string =>
  JSON.stringify([subject.network, subject.faults, violation.property]);
