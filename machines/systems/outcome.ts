import type { RunBound, SystemOutcome } from '../../src/check/system.js';
import type { SimulateResult } from '../../src/index.js';

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

/** What is said of a run that was interrupted: figures of a part of a step would mislead. */
export const UNFINISHED: SystemOutcome = {
  verdict: 'inconclusive',
  message: 'The run was interrupted before its end.',
  figures: {},
  utilisation: {},
  bounds: [],
  notes: [],
};
