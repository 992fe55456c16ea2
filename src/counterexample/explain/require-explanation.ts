import { described } from '../../network/described.js';
import { CheckError } from '../../network/errors.js';

/** @throws CheckError for what has neither initial state nor steps */
export function requireExplanation(value: unknown): void {
  const { initial, steps } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (Array.isArray(initial) && Array.isArray(steps)) return;
  throw new CheckError(
    `An explanation is wanted here, and this is ${described(value)}. Give what \`explain\` returns.`,
  );
}
