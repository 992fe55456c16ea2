import { CheckError } from '../network/errors.js';
import { areGlobalsFrozen, wrapGlobals } from './wrapped-globals.js';

/** What a machine's function read, or started, that is neither its context nor its event. */
export class HiddenInputError extends Error {
  /**
   * @param kind an input makes the answer depend on more than context and event; an effect happens outside of what is checked
   * @param source what was called or read, as a reader would write it: `Math.random()`
   */
  constructor(
    readonly kind: 'input' | 'effect',
    readonly source: string,
  ) {
    super(`${kind === 'input' ? 'hidden input' : 'hidden effect'}: ${source}`);
  }
}

/** Questions that are being asked, one within another. */
let depth = 0;
/** What the present question has touched first, whether or not the machine caught the error. */
let touched: HiddenInputError | undefined;

/**
 * Refuses a source while a question is asked; at any other time it does nothing.
 *
 * @param isExempt whether this call is none of the machine's
 */
export function refuseWithinQuestion(
  kind: HiddenInputError['kind'],
  source: string,
  isExempt?: () => boolean,
): void {
  if (depth === 0 || isExempt?.() === true) return;
  const error = new HiddenInputError(kind, source);
  touched ??= error;
  throw error;
}

/** Does something that is none of the machine's. */
function outsideOfQuestions<T>(act: () => T): T {
  const before = depth;
  depth = 0;
  try {
    return act();
  } finally {
    depth = before;
  }
}

const wereGlobalsFrozen = areGlobalsFrozen();
const globals = wrapGlobals(refuseWithinQuestion, outsideOfQuestions);

/**
 * Refuses to ask anything where what machines read of chance and clocks could not be seen.
 *
 * @throws CheckError
 */
export function refuseFrozenGlobals(): void {
  if (!wereGlobalsFrozen) return;
  throw new CheckError(
    'The globals were frozen before cloudmatrix-check was loaded, as by `--frozen-intrinsics` or `lockdown()`: what machines read of chance and clocks cannot be seen. Load it before they are frozen, or run it without.',
  );
}

/**
 * Runs `ask` while the usual sources of nondeterminism throw: chance, clocks, and what starts something that goes on after the
 * answer. A remembered answer would freeze what they gave once, and asking twice finds them only when two values differ; refusing
 * them finds them at once.
 *
 * The sources are wrapped once, when this module is loaded, so that a name which a module loaded later has taken for one of them
 * (`const now = Date.now`) is the wrapped one. Where a test has put something else in their place since, that is refused, too.
 * Names taken earlier are found by asking again only (see `Repetitions`).
 *
 * @throws HiddenInputError when a source was touched, also if `ask` has caught what the source threw
 */
export function forbidHiddenInputs<T>(ask: () => T): T {
  const outer = touched;
  touched = undefined;
  const restore = globals.forbidReplaced();
  depth++;
  let inner: HiddenInputError | undefined;
  try {
    return ask();
  } finally {
    depth--;
    restore?.();
    inner = touched as HiddenInputError | undefined;
    touched = outer;
    // eslint-disable-next-line no-unsafe-finally -- what was touched counts, whatever came of the question
    if (inner !== undefined) throw inner;
  }
}
