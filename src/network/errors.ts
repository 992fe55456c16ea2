/**
 * The input or the model is wrong: an unknown name, a parameter out of range, a corrupt file, a machine that the
 * engine cannot interpret. The message is a full sentence: what was wrong, where, and how to mend it.
 *
 * A verdict is never an exception, and a `CheckError` is never a verdict: the command line answers it with exit code 2.
 */
export class CheckError extends Error {
  override readonly name = 'CheckError';
}

/** The message of anything that was thrown: an error of whichever realm, or any other value. */
export function messageOf(thrown: unknown): string {
  try {
    const { message } = Object(thrown) as { message?: unknown };
    return typeof message === 'string' ? message : String(thrown);
  } catch {
    return 'something that has no text';
  }
}
