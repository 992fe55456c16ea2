import { InvalidArgumentError } from 'commander';

const SEED_MIN = -0x80000000;
const SEED_MAX = 0x7fffffff;

/** The value of an option that is a whole number of at least 1. */
export function positiveInteger(text: string): number {
  const value = numberOf(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError('It must be a whole number of at least 1.');
}

/** The value of an option that is a number above 0, such as a time in seconds. */
export function positiveNumber(text: string): number {
  const value = numberOf(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}

/** A seed: a 32-bit integer. */
export function seedNumber(text: string): number {
  const value = numberOf(text);
  if (Number.isInteger(value) && value >= SEED_MIN && value <= SEED_MAX) return value;
  throw new InvalidArgumentError(`It must be a whole number from ${SEED_MIN} to ${SEED_MAX}.`);
}

/** Unlike `Number`, takes no empty text for 0. */
function numberOf(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
