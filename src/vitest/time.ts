/** The part of a test, as Vitest tells it, that says how long it may take. */
export interface TimedTest {
  /** Milliseconds. */
  readonly timeout?: number;
  readonly result?: { readonly startTime?: number };
  readonly context?: { readonly signal?: AbortSignal };
}

/** What is left of the time-out: the rest is for making a counterexample small, and for telling of it. */
const SHARE = 0.9;

/** Most seconds that an answer may take: those that are asked for, if the test's time-out leaves them. `undefined`: any number. */
export function secondsFor(asked: number | undefined, test: TimedTest | undefined): number | undefined {
  const { timeout = 0, result } = test ?? {};
  // Vitest takes 0 for none.
  if (timeout <= 0 || !Number.isFinite(timeout)) return asked;
  const spent = result?.startTime === undefined ? 0 : Date.now() - result.startTime;
  const left = Math.max(0.001, ((timeout - spent) / 1000) * SHARE);
  return asked === undefined ? left : Math.min(asked, left);
}
