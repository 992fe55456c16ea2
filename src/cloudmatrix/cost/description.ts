import { z } from 'zod';
import { CheckError } from '../../index.js';

/**
 * Bytes, or bytes a second: what is far out of what dies, links and memories have is in another unit. Physics knows no such bounds, but times beyond
 * hours or below attoseconds cannot be counted.
 */
export const bytes = z
  .number()
  .min(1e8, 'It must be 1e8 at least, as it counts bytes, or bytes a second: 1.6 TB/s is 1.6e12')
  .max(1e18, 'It must be 1e18 at most, as it counts bytes, or bytes a second: 1.6 TB/s is 1.6e12');

/** Operations a second. */
export const operations = z
  .number()
  .min(1e10, 'It must be 1e10 at least, as it counts operations a second: 752 TOPS are 7.52e14')
  .max(1e21, 'It must be 1e21 at most, as it counts operations a second: 752 TOPS are 7.52e14');

/** At most a second. */
export const nanoseconds = z
  .number()
  .nonnegative()
  .max(1e9, 'It must be 1e9 at most, as it counts nanoseconds: that is a second');

/**
 * For a rule about several fields: it is asked where some are wrong in themselves, too, so that everything is told at once. It is not to judge what is
 * not `areRight`.
 */
export const AMONG_MISTAKES = {
  when: ({ value }: { readonly value: unknown }): boolean => typeof value === 'object' && value !== null,
};

/** Whether values are right in themselves: what is wrong says nothing about others. */
export const areRight = (schema: z.ZodType, ...values: readonly unknown[]): boolean =>
  values.every((value) => schema.safeParse(value).success);

/** Everything that is wrong about a description, each with where. */
export function mistakesOf(schema: z.ZodType, value: unknown, at: readonly string[] = []): string[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map(({ path, message }) => {
    const where = [...at, ...path.map(String)].join('.');
    return where === '' ? message : `at '${where}': ${message}`;
  });
}

/** @throws CheckError with all mistakes, if there are any */
export function refuseMistakes(what: string, mistakes: readonly string[]): void {
  if (mistakes.length === 0) return;
  const [first] = mistakes;
  const text =
    mistakes.length > 1
      ? `:\n- ${mistakes.join('\n- ')}`
      : `${first!.startsWith('at ') ? ' ' : ': '}${first!}.`;
  throw new CheckError(`The description of the ${what} is wrong${text}`);
}

/** A description that is as its schema says. @throws CheckError with all that is wrong, and where */
export function describe<Schema extends z.ZodType>(
  schema: Schema,
  what: string,
  value: unknown,
): z.infer<Schema> {
  refuseMistakes(what, mistakesOf(schema, value));
  return schema.parse(value);
}
