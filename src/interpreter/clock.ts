/** Milliseconds since some moment, for measuring. Taken once: users' modules may replace the clock, and fake timers of a test stop it. */
export const now = performance.now.bind(performance);
