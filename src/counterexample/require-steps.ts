import { CheckError } from '../network/errors.js';

/** @param what begins the sentence: `A violation`. @throws CheckError for what has no list of steps */
export function requireSteps(value: unknown, what: string): void {
  const { steps } = (value ?? {}) as { readonly steps?: unknown };
  if (Array.isArray(steps) && steps.every((step) => typeof step === 'string')) return;
  throw new CheckError(
    `${what} with its \`steps\`, a list of labels, is wanted here. Give one that a result or a trace file has.`,
  );
}
