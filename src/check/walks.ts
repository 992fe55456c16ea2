import { now } from '../interpreter/clock.js';
import { minimise } from '../counterexample/minimise.js';
import { type WalkOptions, type WalkResult, walkAsync } from '../explore/random-walk.js';
import { type Evidence, evidencesOf, type TraceOptions } from './evidence.js';
import { type RunWatch, searchWatch } from './progress.js';
import type { Chosen } from './subject.js';

/** A budget is above 0, also where nothing is left of it. */
const SECONDS_MIN = 1e-3;

/** As `walkAsync`; within the same time what was found is made small, and it is confirmed. */
export async function walkConfirmed(
  chosen: Chosen,
  options: Omit<WalkOptions, 'signal' | 'onProgress' | 'onQuestion'>,
  traces: TraceOptions,
  watch: RunWatch,
): Promise<{ readonly result: WalkResult; readonly evidence: readonly Evidence[] }> {
  const { network } = chosen;
  const { statesMax, secondsMax, bytesMax } = options;
  const startedAt = now();
  const found = await walkAsync(network, { ...options, ...searchWatch(watch) });
  if (found.violations.length > 0) watch.onViolations?.(found.violations);
  const left = secondsMax === undefined ? undefined : secondsMax - (now() - startedAt) / 1000;
  const budgets = {
    ...(statesMax === undefined ? {} : { statesMax }),
    ...(left === undefined ? {} : { secondsMax: Math.max(left, SECONDS_MIN) }),
    ...(bytesMax === undefined ? {} : { bytesMax }),
    ...(watch.signal === undefined ? {} : { signal: watch.signal }),
  };
  const violations = found.violations.map((violation) => minimise(network, violation, budgets));
  watch.onSearched?.();
  const evidence = evidencesOf(chosen, violations, traces);
  return { result: { ...found, violations }, evidence };
}
