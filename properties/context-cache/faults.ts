import type { ContextCacheFault } from './fault.js';

/** Bugs of the context cache by id; the first is the canary of `check`. */
export const faults: Readonly<Record<string, ContextCacheFault>> = {};
