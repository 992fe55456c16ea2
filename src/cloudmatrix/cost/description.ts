import { type z } from 'zod';
import { CheckError } from '../../index.js';

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
