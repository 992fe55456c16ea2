/**
 * Expectations of networks, for Vitest: `import 'cloudmatrix-check/vitest'` in a test, or among its `setupFiles`.
 *
 * Each is awaited. It fails with a shortest counterexample, which XState itself has confirmed; and, in whichever way it is asked, for a search that
 * did not come to its end.
 */

import { expect } from 'vitest';
import { matchers } from './matchers.js';
import type { ExpectOptions } from './question.js';

export { network, type NetworkReference } from './reference.js';
export type { ExpectOptions } from './question.js';

/** What may be expected of a network: one that `defineNetwork` made, a family, the path of a module (`'./a.network.ts#name'`), or `network(...)`. */
export interface NetworkMatchers {
  /** In every state that it can reach everything holds that it claims, and what must be reachable is. */
  toHold(options?: ExpectOptions): Promise<void>;
  /** The property of this name is violated. */
  toViolate(property: string, options?: ExpectOptions): Promise<void>;
  /** Some state is one that the `reachable` property of this name speaks of. */
  toReach(witness: string, options?: ExpectOptions): Promise<void>;
  /** The trace in this file, a path from the present folder or a URL, can still be taken, and ends as it says. */
  toReplay(file: string | URL, options?: ExpectOptions): Promise<void>;
}

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- as Vitest declares it
  interface Matchers<T = any> extends NetworkMatchers {}
}

expect.extend(matchers);
