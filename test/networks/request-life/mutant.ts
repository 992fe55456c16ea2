import type { Configuration, Patch } from '../../../src/index.js';

/** What would be a mistake of who writes a serving system, as a patch of the healthy charts. */
export interface Mutant {
  readonly name: string;
  /** The only claim that catches it, whatever of what is always checked does too: its name up to ` of …`. */
  readonly claim: string;
  readonly configuration: Configuration;
  readonly patch: Patch;
}
