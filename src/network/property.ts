import type { AnyEventObject, AnyStateMachine, StateValue } from 'xstate';

/**
 * One global state, as properties see it. Every method throws a CheckError for a component that the network does not have.
 * A property must be a pure function of what it reads here: it is evaluated once for each combination of the parts that it read.
 */
export interface View {
  /** Ids of the components, in the order of the network's definition. */
  readonly components: readonly string[];
  /** Like `snapshot.matches` of XState. */
  matches(component: string, value: StateValue): boolean;
  /** The component's context. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the context's type is the machine's own; a caller may name it
  context<TContext = any>(component: string): TContext;
  hasTag(component: string, tag: string): boolean;
  /** The component reached a final state of its machine. */
  isDone(component: string): boolean;
  /** The component crashed and was not restarted. */
  isCrashed(component: string): boolean;
  /** Messages that wait between two components, over all channels of the pair; in a queue the head comes first. */
  waiting(from: string, to: string): readonly AnyEventObject[];
}

/** A claim about every reachable state. */
export interface AlwaysProperty {
  readonly kind: 'always';
  readonly name: string;
  /** false or a negative margin: violated. A number is a margin, of which the report shows the smallest. */
  readonly holds: (view: View) => boolean | number;
}

/** A witness: some reachable state must be like this, so that other properties do not hold vacuously. */
export interface ReachableProperty {
  readonly kind: 'reachable';
  readonly name: string;
  readonly reached: (view: View) => boolean;
}

/** A property that is itself a statechart, fed with every observation. See `monitor`. */
export interface MonitorProperty {
  readonly kind: 'monitor';
  readonly name: string;
  readonly machine: AnyStateMachine;
  readonly input?: unknown;
  /** Ids of the components whose events it receives; all, if left out. */
  readonly from?: readonly string[];
}

export type Property = AlwaysProperty | ReachableProperty | MonitorProperty;

/** Properties that every network has: their names are reserved. */
export const BUILT_IN_PROPERTIES = [
  'deadlock-freedom',
  'specified-reception',
  'channel-capacity',
  'no-exception',
] as const;
