import { CheckError, messageOf } from '../network/errors.js';

/** What an expectation has come to. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What Vitest calls a matcher on, as far as it says how the expectation is written. */
export interface MatcherPlace {
  readonly isNot: boolean;
  /** A word or none; left out only within what another expectation compares. */
  readonly promise?: string;
  readonly task?: FinishedTest;
}

/** The part of a test, as Vitest tells it, that says when it is over. */
interface FinishedTest {
  readonly result?: { readonly state?: string };
  readonly context?: { readonly onTestFinished?: (hook: () => Promise<void>, timeoutMs: number) => void };
}

/**
 * Refuses an expectation within what another one compares: that looks at once whether it passes, and takes the answer that is still to come for a no.
 *
 * @throws CheckError
 */
export function refuseWithinAnother({ promise }: MatcherPlace, matcher: string): void {
  if (promise !== undefined) return;
  throw new CheckError(
    `\`${matcher}\` stands within what another expectation compares, which does not wait for its answer. Write it by itself: \`await expect(network).${matcher}(...)\`.`,
  );
}

/** Keeps a test from its end until an expectation has its answer: of one that is not awaited nobody would hear otherwise. */
export function keepTest(
  { isNot, task }: MatcherPlace,
  matcher: string,
  answer: Promise<MatcherResult>,
): void {
  let isSettled = false;
  const problem = answer
    .then(({ pass, message }) => (pass === isNot ? message() : undefined), messageOf)
    .finally(() => {
      isSettled = true;
    });
  try {
    task?.context?.onTestFinished?.(async () => {
      const wasAwaited = isSettled;
      const text = await problem;
      // One that its time-out has ended did wait.
      if (wasAwaited || text === undefined || task.result?.state === 'fail') return;
      throw new Error(`\`${matcher}\` was not awaited (write \`await expect(...)\`), and fails: ${text}`);
    }, NO_TIMEOUT_MS);
  } catch {
    // Within hooks that end a test Vitest takes no more of them.
  }
}

/** How long an answer may take it knows itself. */
const NO_TIMEOUT_MS = 0;
