import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { z as Zod } from 'zod';
import { MINIMALITIES } from '../property/violation.js';
import { CheckError, messageOf } from '../network/errors.js';
import { hasDeliveries } from './deliveries.js';
import { writeWhole } from './files.js';
import { printable } from './printable.js';
import { traceFileName } from './trace-name.js';
import { readText } from './trace-text.js';
import { requireSteps } from './require-steps.js';

const FORMAT = 'cloudmatrix-check trace';
/** What is written. Version 1 is read, too: it is the same without `loop`. */
const VERSION = 2;

/** What a trace file is. Made when one is read: loading zod takes longer than XState, commander and fast-check together. */
function traceSchema() {
  const { z } = createRequire(import.meta.url)('zod') as { readonly z: typeof Zod };
  /** A list of texts. It ends at the first item that is none, where `z.array` would describe a hundred thousand. */
  const texts = z.custom<readonly string[]>().superRefine((value, { addIssue }) => {
    const wrong = Array.isArray(value) ? value.findIndex((item) => typeof item !== 'string') : undefined;
    if (wrong === undefined) addIssue({ code: 'custom', message: 'it must be a list of texts' });
    else if (wrong >= 0) addIssue({ code: 'custom', path: [wrong], message: 'it must be a text' });
  });
  return z.strictObject({
    format: z.literal(FORMAT),
    version: z.literal([1, VERSION]),
    /** The network's name in the catalogue, or its module as whoever wrote the trace named it, from the folder where that was. */
    network: z.string().min(1),
    /**
     * Where the network's module is: its path from the folder of this file, with `/` between its parts, and the name of its export, if
     * one was chosen. Left out for a network of the catalogue.
     */
    module: z.strictObject({ path: z.string().min(1), export: z.string().optional() }).optional(),
    parameters: z.record(z.string(), z.union([z.number(), z.string()])),
    faults: texts,
    /** The property that is violated at the end of the steps, or the witness that is reached there. */
    property: z.string().min(1),
    message: z.string(),
    minimality: z.enum(MINIMALITIES),
    /** Which combination of inputs the network starts in. */
    initial: z.int().nonnegative(),
    steps: texts,
    /** For each step, the labels of the further synchronous deliveries within it. Left out where no step has any. */
    deliveries: z.array(texts).optional(),
    /** Of a run that goes on for ever: how many of the steps come before its cycle, which the others go round. */
    loop: z.int().nonnegative().optional(),
  });
}

type Written = Zod.infer<ReturnType<typeof traceSchema>>;

/** A counterexample, or the way to a witness, with all that is needed to run it again. */
export type TraceFile = Readonly<Omit<Written, 'format' | 'version'>>;

/**
 * The text of a trace file.
 *
 * @testonly the text is compared with what is read back
 */
export function formatTrace({ deliveries, ...trace }: TraceFile): string {
  const told = hasDeliveries(deliveries) ? { deliveries } : {};
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...trace, ...told }, null, 2)}\n`;
}

/** Writes a trace under a name made of its content, so that no two different traces meet. Returns the path. */
export function writeTrace(directory: string, trace: TraceFile): string {
  requireSteps(trace, 'A trace');
  const text = formatTrace(trace);
  const path = join(directory, traceFileName(trace.network, trace.property, text));
  writeWhole(path, text);
  return path;
}

/** @throws CheckError that says what is wrong with the file, and where in it */
export function readTrace(path: string): TraceFile {
  const text = readText(path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    throw new CheckError(
      `The trace file '${path}' is not JSON: ${printable(messageOf(thrown))}. Write it anew by running the check again.`,
    );
  }
  const parsed = traceSchema().safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw damaged(path, issue!.path.join('.'), issue!.message);
  }
  // As it was read rather than as it was copied: the copy has no parameter `__proto__`, which is then not refused.
  const { format: _format, version, ...trace } = json as Written;
  const { steps, deliveries, loop } = trace;
  if (deliveries !== undefined && deliveries.length !== steps.length) {
    throw damaged(path, 'deliveries', `it has ${deliveries.length} lists for ${steps.length} steps`);
  }
  if (loop !== undefined && version === 1) {
    throw damaged(path, 'loop', 'a file of version 1 has none; runs that go on for ever have version 2');
  }
  if (loop !== undefined && loop >= steps.length) {
    throw damaged(
      path,
      'loop',
      `it is ${loop}, and a cycle must begin before the last of ${steps.length} steps has been taken`,
    );
  }
  return trace;
}

function damaged(path: string, place: string, what: string): CheckError {
  const at = place === '' ? 'at the top' : `at '${printable(place)}'`;
  return new CheckError(
    `The trace file '${path}' is damaged ${at}: ${printable(what)}. Write it anew by running the check again.`,
  );
}
