import { CheckError } from '../index.js';
import { EXIT } from './exit-code.js';
import type { Session } from './session.js';

// What was found may have taken minutes: a file that cannot be written in the end must not take it along.

/** What goes wrong with a work, if anything does. */
export async function problemsOf(work: () => Promise<void> | void): Promise<readonly unknown[]> {
  try {
    await work();
    return [];
  } catch (thrown) {
    return [thrown];
  }
}

/**
 * Tells what could not be written, when all else has been told. Standard output is left as it is: with `--json` it has its one object.
 *
 * @returns the exit code
 * @throws what is no problem of a file
 */
export function tellUnwritten(session: Session, problems: readonly unknown[]): number {
  for (const problem of problems) {
    if (!(problem instanceof CheckError)) throw problem;
    session.io.stderr.write(`error: ${problem.message}\n`);
  }
  return EXIT.wrongInput;
}
