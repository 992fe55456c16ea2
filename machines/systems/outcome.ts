import type { RunBound, SystemOutcome } from '../../src/check/system.js';
import type { SimulateResult } from '../../src/index.js';
import { STEPS_MAX } from './pipeline/run.js';

/** What is said of a run: violated, too, where a bound is exceeded. */
export function systemOutcome(
  result: SimulateResult,
  said: Pick<SystemOutcome, 'figures' | 'utilisation' | 'ran' | 'notes'> & {
    readonly bounds: readonly RunBound[];
  },
): SystemOutcome {
  // What is no number has been compared with nothing.
  const exceeded = said.bounds.find(({ ratio }) => !(ratio <= 1));
  const message =
    result.violation?.message ??
    (exceeded === undefined ? undefined : `${exceeded.name} is exceeded: ${exceeded.meaning}`);
  return {
    verdict: exceeded === undefined ? result.verdict : 'violated',
    ...(message === undefined ? {} : { message }),
    ...said,
  };
}

/** What is said of a run without an end, which was interrupted or took too many steps: figures of a part of a step would mislead. */
export const unfinishedOutcome = ({ steps }: SimulateResult): SystemOutcome => ({
  verdict: 'inconclusive',
  message:
    steps < STEPS_MAX
      ? 'The run was interrupted before its end.'
      : `The run was given up after ${STEPS_MAX} steps of its charts, the most that are taken. Run fewer dies, or fewer decode steps.`,
  figures: {},
  utilisation: {},
  bounds: [],
  notes: [],
});
