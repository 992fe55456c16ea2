import { z } from 'zod';
import { CheckError, suggestion } from '../../index.js';

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

/** What a value must be, by the names that schemas have for it. */
const KINDS: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
};

/** What is wrong, where a schema does not say it itself. `undefined`: what the library says. */
const sentenceOf: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type': {
      const kind = KINDS[issue.expected] ?? issue.expected;
      return issue.input === undefined
        ? `It is missing, and must be ${kind}`
        : `It is ${JSON.stringify(issue.input)}, and must be ${kind}`;
    }
    case 'unrecognized_keys': {
      const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
      return issue.keys
        .map((key) => `There is no '${key}'; it may have ${known.join(', ')}.${suggestion(key, known)}`)
        .join(' ');
    }
    case 'too_small':
      return issue.origin === 'string'
        ? 'It must not be empty'
        : `It must be ${issue.inclusive === true ? 'at least' : 'above'} ${issue.minimum}`;
    case 'too_big':
      return `It must be ${issue.maximum} at most`;
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? `It must be one of ${issue.options.join(', ')}`
        : undefined;
    default:
      return undefined;
  }
};

/** Everything that is wrong about a description, each with where. */
export function mistakesOf(schema: z.ZodType, value: unknown, at: readonly string[] = []): string[] {
  const { error } = schema.safeParse(value, { error: sentenceOf });
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
      : `${first!.startsWith('at ') ? ' ' : ': '}${first!}${/[.?]$/.test(first!) ? '' : '.'}`;
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
