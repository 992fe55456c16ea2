import { CheckError } from './errors.js';
import { quoted } from './quoted.js';

const SEED_MIN = -0x80000000;
const SEED_MAX = 0x7fffffff;

export const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 1;

/** What was given in place of a number: a text in quotes, which else would look like the number that it is not. */
export const givenText = (value: unknown): string =>
  typeof value === 'string' ? quoted(value) : String(value);

/** The value of an option that counts. @throws CheckError unless it is a whole number of at least 1 */
export function countOption(name: string, value: unknown): number {
  if (isCount(value)) return value;
  throw new CheckError(`The option ${name} is ${givenText(value)}; it must be a whole number of at least 1.`);
}

/** The value of the option `seed`. @throws CheckError unless it is a 32-bit integer */
export function seedOption(value: unknown): number {
  if (Number.isInteger(value) && Number(value) >= SEED_MIN && Number(value) <= SEED_MAX) return Number(value);
  throw new CheckError(
    `The option seed is ${givenText(value)}; it must be a whole number from ${SEED_MIN} to ${SEED_MAX}.`,
  );
}
