/**
 * The input or the model is wrong: an unknown name, a parameter out of range, a corrupt file, a machine that the
 * engine cannot interpret. The message is a full sentence: what was wrong, where, and how to mend it.
 *
 * A verdict is never an exception, and a `CheckError` is never a verdict: the command line answers it with exit code 2.
 */
export class CheckError extends Error {
  override readonly name = 'CheckError';
}

/** A network has all components that act in a trace, and cannot take its steps, or takes them otherwise: it has been changed since. */
export class OtherStepsError extends CheckError {}

/**
 * What a property's own function threw in some state: whoever knows the way there completes the sentence with `after`.
 */
export class PropertyError extends CheckError {
  /** @param steps labels of the steps from initial state `initial` on */
  after(initial: number, steps: readonly string[]): CheckError {
    const start = initial === 0 ? 'an initial state' : `initial state ${initial + 1}`;
    const listed = steps.slice(-STEPS_LISTED_MAX);
    const first = steps.length - listed.length + 1;
    const way = listed.map((label, at) => `${first + at}. ${label}`).join('; ');
    const count = `${steps.length} step${steps.length === 1 ? '' : 's'}`;
    return new CheckError(
      steps.length === 0
        ? `${this.message} That was in ${start}.`
        : `${this.message} That was ${count} from ${start}${first > 1 ? ', the last of them' : ''}: ${way}.`,
    );
  }
}

/** A longer way is cut at its beginning. */
const STEPS_LISTED_MAX = 100;

/** Gives what `ask` gives, and makes an error of a property of what it throws about wrong input. */
export function askingProperty<T>(ask: () => T): T {
  try {
    return ask();
  } catch (thrown) {
    if (thrown instanceof CheckError && !(thrown instanceof PropertyError)) {
      throw new PropertyError(thrown.message);
    }
    throw thrown;
  }
}

/** A longer text of what was thrown is cut: in characters. */
const THROWN_MAX = 200;

/** The message of anything that was thrown: an error of whichever realm, or any other value. */
export function messageOf(thrown: unknown): string {
  try {
    const { message } = Object(thrown) as { message?: unknown };
    if (typeof message === 'string') return message;
    const text = String(thrown);
    // What a record or an instance says of itself is only that it is one: its content is what tells.
    return text === '[object Object]' ? JSON.stringify(thrown).slice(0, THROWN_MAX) : text;
  } catch {
    return 'something that has no text';
  }
}
