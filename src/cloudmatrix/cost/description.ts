import { type z } from 'zod';
import { CheckError } from '../../index.js';

/** A description that is as its schema says. @throws CheckError with the first thing that is wrong, and where */
export function describe<Schema extends z.ZodType>(
  schema: Schema,
  what: string,
  value: unknown,
): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0]!;
  const where = path.length === 0 ? '' : ` at '${path.join('.')}'`;
  throw new CheckError(`The description of the ${what} is wrong${where}: ${message}.`);
}
