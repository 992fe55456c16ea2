import type { AnyStateMachine } from 'xstate';
import type { BoundSuite } from '../bounds/bound.js';
import type { NetworkFamily } from '../network/family.js';
import type { Comparison, ServiceLevel, SimulatedSystem } from './system.js';

/** What a command line offers: families of networks, suites of bounds, and charts that can be exported. */
export interface Catalogue {
  readonly families: readonly NetworkFamily[];
  /** Each is a command of its own name. Default: none. */
  readonly suites?: readonly BoundSuite[];
  /** Each is a command of `simulate`. Default: none. */
  readonly systems?: readonly SimulatedSystem[];
  /** What `simulate slo` asks. */
  readonly serviceLevel?: ServiceLevel;
  /** What `simulate table` shows. */
  readonly comparison?: Comparison;
  readonly machines: Readonly<Record<string, AnyStateMachine>>;
}
