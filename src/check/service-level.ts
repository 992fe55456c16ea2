import type { StopSignal } from '../interpreter/deadline.js';
import { CheckError } from '../network/errors.js';
import { type Configuration, configurationOf, type IntegerParameter } from '../network/parameters.js';
import type { ServiceLevel, SystemOutcome } from './system.js';

export interface LoadOptions {
  readonly seed: number;
  readonly description?: unknown;
  readonly signal: StopSignal;
  /** Told of each load before it is tried. */
  readonly onTry: (load: number) => void;
}

interface TriedLoad {
  readonly load: number;
  readonly configuration: Configuration;
  readonly outcome: SystemOutcome;
}

/** The largest load within a limit, and what came of it; a load whose run is violated or has no end, if one was tried: then no other is the answer. */
export interface LargestLoad extends TriedLoad {
  /**
   * Where something is drawn, the larger loads that were tried and are above the limit, least first: the figure grows with the load on average
   * only, so that others may be within it. Empty where none is: where nothing is drawn, or all larger loads are impossible.
   */
  readonly above: readonly number[];
}

/**
 * The largest value of the parameter with which the figure is within the limit: found by halving, as the figure grows with the parameter. Where it
 * may dip, each larger value is tried then, up to one that is so far above the limit that no dip leads back. What
 * is impossible (for want of memory, for example) is not within it. The search ends with the first run that is violated, or has no end. Where something is
 * drawn, it is the largest of those that were tried: to try all would take hours.
 *
 * @throws CheckError where not even the smallest load is, and for a wrong description
 */
export async function largestLoad(
  { system, parameter, multiple, figure, isDrawn = () => false, dip = 0 }: ServiceLevel,
  given: Readonly<Record<string, unknown>>,
  limit: number,
  { onTry, ...options }: LoadOptions,
): Promise<LargestLoad> {
  const { description } = options;
  if (description !== undefined) system.refuseDescription?.(description);
  const { min, max } = system.parameters[parameter] as IntegerParameter;
  let reason = '';
  let interrupted: TriedLoad | undefined;
  /** Violated, or without an end though nobody interrupted it. */
  let failed: TriedLoad | undefined;
  const above: number[] = [];
  /** Of loads that were tried and are no answer: their figures, or infinity where they are impossible. */
  const tooLarge = new Map<number, number>();
  const isOver = () => failed !== undefined || options.signal.aborted;
  const attempt = async (load: number): Promise<TriedLoad | undefined> => {
    onTry(load);
    try {
      const configuration = configurationOf(system, { ...given, [parameter]: load });
      const outcome = await system.simulate(configuration, options);
      if (options.signal.aborted) {
        interrupted = { load, configuration, outcome: { ...outcome, verdict: 'inconclusive' } };
        return undefined;
      }
      if (outcome.verdict === 'violated' || outcome.verdict === 'inconclusive') {
        failed = { load, configuration, outcome };
        return undefined;
      }
      const value = outcome.figures[figure] as number;
      if (value <= limit) return { load, configuration, outcome };
      tooLarge.set(load, value);
      const others = isDrawn(configuration)
        ? ` Larger ones were not tried: as something is drawn, one of them may be within it.`
        : '';
      reason = `keeps ${figure} within ${limit}: it is ${textAbove(limit, value)}.${others} Raise the limit, or change other parameters.`;
      if (others !== '') above.unshift(load);
      return undefined;
    } catch (thrown) {
      if (!(thrown instanceof CheckError)) throw thrown;
      tooLarge.set(load, Number.POSITIVE_INFINITY);
      reason = `is possible: ${thrown.message}`;
      return undefined;
    }
  };
  const first = Math.ceil(min / multiple);
  const last = Math.floor(max / multiple);
  let best = await attempt(first * multiple);
  if (best === undefined) {
    const instead = failed ?? interrupted;
    if (instead !== undefined) return { ...instead, above };
    throw new CheckError(`Not even ${parameter} ${first * multiple} ${reason}`);
  }
  let low = first;
  let high = last + 1;
  // Doubling first: large loads are refused at once, but most answers are small.
  for (let next = 2 * low; next < high && !isOver(); next *= 2) {
    const found = await attempt(next * multiple);
    if (found === undefined) high = next;
    else {
      best = found;
      low = next;
    }
  }
  while (high - low > 1 && !isOver()) {
    const middle = Math.floor((low + high) / 2);
    const found = await attempt(middle * multiple);
    if (found === undefined) high = middle;
    else {
      best = found;
      low = middle;
    }
  }
  const farAbove = limit / (1 - dip);
  const mayDip = dip > 0 && !isDrawn(best.configuration);
  for (let next = low + 1; mayDip && next <= last && !isOver(); next++) {
    const load = next * multiple;
    const found = tooLarge.has(load) ? undefined : await attempt(load);
    if (found !== undefined) best = found;
    else if (tooLarge.get(load)! > farAbove) break;
  }
  if (failed !== undefined) return { ...failed, above: [] };
  const { outcome } = best;
  return {
    ...best,
    outcome: options.signal.aborted ? { ...outcome, verdict: 'inconclusive' } : outcome,
    above,
  };
}

/** A value above a limit, with one digit behind the point, or as many as show that it is. */
function textAbove(limit: number, value: number): string {
  for (let digits = 1; digits <= 15; digits++) {
    const text = value.toFixed(digits);
    if (Number(text) > limit) return text;
  }
  return String(value);
}
