/**
 * The real clock. Taken once: users' modules may replace it, and fake timers of a test stop it.
 *
 * @testonly what becomes of time that runs out between two looks at it can be shown only by putting another one in its place
 */
export const clock = { now: performance.now.bind(performance) };

/** Milliseconds since some moment, for measuring. */
export const now = (): number => clock.now();
