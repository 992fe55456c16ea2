import { CheckError } from '../network/errors.js';

/** @param what begins the sentence: `A violation`. @throws CheckError for what has no list of steps, or does not say of which property and start it is */
export function requireSteps(value: unknown, what: string): void {
  const { steps, property, initial, deliveries } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const wanted = (field: string) =>
    new CheckError(`${what} with ${field} is wanted here. Give one that a result or a trace file has.`);
  if (!isLabels(steps)) throw wanted('its `steps`, a list of labels,');
  if (typeof property !== 'string') throw wanted('its `property`, a name,');
  if (!Number.isInteger(initial) || Number(initial) < 0)
    throw wanted('its `initial`, the number of an initial state,');
  if (deliveries !== undefined && !(Array.isArray(deliveries) && deliveries.every(isLabels)))
    throw wanted('its `deliveries`, a list of labels for each step,');
}

const isLabels = (value: unknown): boolean =>
  Array.isArray(value) && value.every((label) => typeof label === 'string');

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
