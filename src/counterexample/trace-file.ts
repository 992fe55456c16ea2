import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { MINIMALITIES } from '../property/violation.js';
import { CheckError, messageOf } from '../network/errors.js';
import { writeWhole } from './files.js';

const FORMAT = 'cloudmatrix-check trace';
const VERSION = 1;

const schema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** The network's name in the catalogue, or the path of the module that it came from. */
  network: z.string().min(1),
  parameters: z.record(z.string(), z.union([z.number(), z.string()])),
  faults: z.array(z.string()),
  property: z.string().min(1),
  message: z.string(),
  minimality: z.enum(MINIMALITIES),
  /** Which combination of inputs the network starts in. */
  initial: z.int().nonnegative(),
  steps: z.array(z.string()),
});

/** A counterexample with all that is needed to run it again. */
export type TraceFile = Readonly<Omit<z.infer<typeof schema>, 'format' | 'version'>>;

/** The text of a trace file. */
export function formatTrace(trace: TraceFile): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...trace }, null, 2)}\n`;
}

/** Writes a trace under a name made of its content, so that no two different traces meet. Returns the path. */
export function writeTrace(directory: string, trace: TraceFile): string {
  const text = formatTrace(trace);
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const stem = `${trace.network}-${trace.property}`.replace(/[^A-Za-z0-9.-]+/g, '-').replace(/^[-.]+/, '');
  const path = join(directory, `${stem}-${digest}.trace.json`);
  writeWhole(path, text);
  return path;
}

/** @throws CheckError that says what is wrong with the file, and where in it */
export function readTrace(path: string): TraceFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    throw new CheckError(`The trace file '${path}' cannot be read: ${messageOf(thrown)}.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    throw new CheckError(
      `The trace file '${path}' is not JSON: ${messageOf(thrown)}. Write it anew by running the check again.`,
    );
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const at = issue!.path.length === 0 ? 'at the top' : `at '${issue!.path.join('.')}'`;
    throw new CheckError(
      `The trace file '${path}' is damaged ${at}: ${issue!.message}. Write it anew by running the check again.`,
    );
  }
  const { format: _format, version: _version, ...trace } = parsed.data;
  return trace;
}
