import { CheckError } from '../network/errors.js';

/** @param what begins the sentence: `A violation`. @throws CheckError for what has no list of steps */
export function requireSteps(value: unknown, what: string): void {
  const { steps } = (value ?? {}) as { readonly steps?: unknown };
  if (Array.isArray(steps) && steps.every((step) => typeof step === 'string')) return;
  throw new CheckError(
    `${what} with its \`steps\`, a list of labels, is wanted here. Give one that a result or a trace file has.`,
  );
}

/** @throws CheckError for a cycle that does not begin before the last step */
export function requireLoop({
  steps,
  loop,
}: {
  readonly steps: readonly string[];
  readonly loop?: number | undefined;
}): void {
  if (loop === undefined || (Number.isInteger(loop) && loop >= 0 && loop < steps.length)) return;
  throw new CheckError(
    `The \`loop\` is ${String(loop)}; it is how many of the ${steps.length} steps come before the cycle, which has at least one.`,
  );
}
