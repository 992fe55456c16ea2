import type { Minimality } from '../../property/violation.js';
import { replayEach } from '../replay.js';
import type { Run } from './run.js';

/** Traces of these are known to have no step that could be left out. */
const NOTHING_LEFT: readonly Minimality[] = ['proven shortest'];

/**
 * The numbers of the steps that some steps may owe to that they can be taken as they are: those that their participants took part in before, those that
 * sent what they received, and so on. Who was asked took part, though it may be as it was before.
 *
 * @testonly that nothing is missing shows only in traces of which nothing is left out
 */
export function causalPast(
  steps: readonly { readonly causes: readonly number[] }[],
  from: readonly number[],
): Set<number> {
  const past = new Set(from);
  // A set that is gone through is gone through to what is added meanwhile.
  for (const n of past) for (const cause of steps[n - 1]!.causes) past.add(cause);
  return past;
}

/**
 * The numbers of the steps that play no part: without them all, XState comes to the same end. None of a trace that is known to be shortest, and where the
 * rest is no counterexample.
 */
export function stepsAside(run: Run, minimality: Minimality): ReadonlySet<number> {
  const { network, schedule, loop, recorder } = run;
  const all = [...recorder.steps.keys()].map((at) => at + 1);
  if (NOTHING_LEFT.includes(minimality) || all.length === 0) return new Set();
  const part = network.components.length + run.monitor;
  const ofMonitor =
    run.monitor < 0 ? [] : all.filter((n) => run.step(n).delta.some(([changed]) => changed === part));
  const ends = loop === undefined ? [run.length] : all.slice(loop);
  const past = causalPast(recorder.steps, [...ends, ...ofMonitor]);
  const aside = new Set(all.filter((n) => !past.has(n)));
  if (aside.size === 0) return aside;
  const steps = schedule.steps.filter((_, at) => past.has(at + 1));
  const before = loop === undefined ? undefined : loop - [...aside].filter((n) => n <= loop).length;
  return isCounterexample(run, steps, before) ? aside : new Set();
}

function isCounterexample(
  { network, property, schedule }: Run,
  steps: readonly string[],
  loop: number | undefined,
) {
  try {
    const { isViolated, isReached } = replayEach(network, {
      property,
      initial: schedule.initial,
      steps,
      loop,
    });
    return isViolated || isReached;
  } catch {
    // A step cannot be taken without those that were left out.
    return false;
  }
}
