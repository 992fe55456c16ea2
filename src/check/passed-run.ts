import { isDeepStrictEqual } from 'node:util';
import { keepOriginal, originalsWithin } from '../counterexample/explain/json.js';
import { doWithPauses } from '../explore/pieces.js';
import { CheckError, messageOf } from '../network/errors.js';
import { makeRun } from './make-run.js';
import type { CheckOptions } from './options.js';
import type { PlannedRun } from './plan.js';
import type { CheckRun } from './result.js';
import type { PassedRun, RunOrder } from './worker.js';

/** What the run of an order is about: a thread that would make another one must not. */
export function labelOf({ mode, subject }: PlannedRun): string {
  return JSON.stringify([mode, subject]);
}

/**
 * Makes runs that another thread orders. @param runs all runs of the check, planned here as they were there
 */
export async function makeOrdered(
  runs: readonly PlannedRun[],
  order: RunOrder,
  options: CheckOptions,
): Promise<PassedRun> {
  const planned = runs[order.number - 1];
  if (planned === undefined || labelOf(planned) !== order.label) return { kind: 'returned' };
  try {
    return cloned(withoutNetwork(await doWithPauses(makeRun(planned, order, options))));
  } catch (thrown) {
    const { name = 'Error', stack } = (thrown ?? {}) as Partial<Error>;
    const message = messageOf(thrown);
    return { kind: 'failed', name, message, ...(stack === undefined ? {} : { stack }) };
  }
}

/** The run that was ordered, or `undefined` for one that was returned. @throws what it has thrown */
export function runFrom(passed: PassedRun, { networkOf }: PlannedRun): CheckRun | undefined {
  switch (passed.kind) {
    case 'returned':
      return undefined;
    case 'failed':
      throw errorFrom(passed);
    case 'made':
      for (const [json, original] of passed.originals) keepOriginal(json, original);
      return withNetwork(passed.run as CheckRun, networkOf);
  }
}

/** What cannot be cloned, or is something else when it has been, as an object of a class is, is made again by whoever ordered it. */
function cloned(run: unknown): PassedRun {
  // What is told of values as they were, and not as JSON has them, is known of objects, and not in them.
  const made = { run, originals: [...originalsWithin(run)] };
  try {
    const copy = structuredClone(made);
    return isDeepStrictEqual(copy, made) ? { kind: 'made', ...copy } : { kind: 'returned' };
  } catch {
    return { kind: 'returned' };
  }
}

function withoutNetwork(run: CheckRun): unknown {
  if (run.mode !== 'random' || run.result.violation === undefined) return run;
  const { network: _, ...violation } = run.result.violation;
  return { ...run, result: { ...run.result, violation } };
}

function withNetwork(run: CheckRun, networkOf: PlannedRun['networkOf']): CheckRun {
  if (run.mode !== 'random' || run.result.violation === undefined) return run;
  const { violation } = run.result;
  const network = networkOf!(violation.configuration);
  return { ...run, result: { ...run.result, violation: { ...violation, network } } };
}

function errorFrom({ name, message, stack }: Extract<PassedRun, { kind: 'failed' }>): Error {
  const error = name === 'CheckError' ? new CheckError(message) : new Error(message);
  return Object.assign(error, stack === undefined ? {} : { stack });
}
