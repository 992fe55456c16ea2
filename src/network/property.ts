import type { AnyEventObject, AnyStateMachine, InputFrom, StateValue } from 'xstate';
import type { IdsOf, Machines, ViewOf } from './typed.js';

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
  /**
   * Messages that wait between two components, over all channels of the pair. In a queue the head comes first; messages of a `bag` or a `set`, and channels of a pair, have
   * no order among them, and are told in the order of their canonical texts, whatever came first.
   */
  waiting(from: string, to: string): readonly AnyEventObject[];
  /** Ids of the components from which messages wait for a component, in the order of the network's definition. */
  sendersTo(component: string): readonly string[];
}

/** A variable of a component: the way to it in the context, from the outside in. `['cells', '0']` is `context.cells[0]`. */
export interface Variable {
  readonly component: string;
  readonly path: readonly string[];
}

/** What a property tells of itself beside what it claims. */
export interface PropertyTelling<V = View> {
  /** What it says, as a sentence for who reads its counterexample. */
  readonly sentence?: string;
  /** The section of a paper or a specification that it is from: `4.2.1`. */
  readonly section?: string;
  /**
   * The variable that it speaks of, in a state that violates it: its history is what a counterexample tells first.
   *
   * @param cause of a monitor the event that brought it to its violation, with the id of who emitted it as `component`
   */
  readonly about?: (view: V, cause?: AnyEventObject) => Variable | undefined;
}

/** A claim about every reachable state. */
export interface AlwaysProperty<Name extends string = string> extends PropertyTelling {
  readonly kind: 'always';
  readonly name: Name;
  /** false or a negative margin: violated. A number is a margin, of which the report shows the smallest. */
  readonly holds: (view: View) => boolean | number;
  /** Of a claim with a condition: the condition. `holds` is true where it is not met. */
  readonly when?: (view: View) => boolean;
  readonly hardCase?: HardCase;
  readonly notApplicable?: NotApplicable;
}

/**
 * The situation that puts a claim to the test, as a predicate on one state: a buffer that is reused, a slot that is read late. Where no state is
 * so, the claim may hold only since nothing could have broken it, which is said: see `ExploreResult.vacuous`. It adds no state.
 *
 * It may be a list, of which any does: of situations that each concern a few components, so that each is cheap to look for.
 */
export type HardCase<V = View> = ((view: V) => boolean) | readonly ((view: V) => boolean)[];

/**
 * Why no state of this network, as it was put together, can be a hard case of the claim: `of two dies nobody else is left to be told`. Then it is
 * said to be not applicable here, with the reason, instead of vacuous. It is an error where the hard case occurs all the same, and a family of which no
 * configuration puts the claim to the test has a vacuous claim, whatever reasons are given.
 */
export type NotApplicable = string;

/** The situations of a hard case. */
export const situationsOf = <V>(hardCase: HardCase<V>): readonly ((view: V) => boolean)[] =>
  typeof hardCase === 'function' ? [hardCase] : hardCase;

/** What is true, or a margin: wherever a condition is met, or with a hard case that puts it to the test, or both. */
export type Claim<V = View> = {
  /** As `holds` of a property without a condition. */
  readonly then: (view: V) => boolean | number;
  /** Only beside a `hardCase`. */
  readonly notApplicable?: NotApplicable | undefined;
} & (
  | {
      /** Where it is false, nothing is claimed. That it is never true is said: see `ExploreResult.vacuous`. */
      readonly when: (view: V) => boolean;
      readonly hardCase?: HardCase<V>;
    }
  | { readonly when?: (view: V) => boolean; readonly hardCase: HardCase<V> }
);

/** A witness: some reachable state must be like this, so that other properties do not hold vacuously. */
export interface ReachableProperty<Name extends string = string> extends PropertyTelling {
  readonly kind: 'reachable';
  readonly name: Name;
  readonly reached: (view: View) => boolean;
}

/** A property that is itself a statechart, fed with every observation. See `monitor`. */
export interface MonitorProperty<Name extends string = string> extends PropertyTelling {
  readonly kind: 'monitor';
  readonly name: Name;
  readonly machine: AnyStateMachine;
  readonly input?: unknown;
  /** Ids of the components whose events it receives; all, if left out. */
  readonly from?: readonly string[];
  readonly hardCase?: HardCase;
  readonly notApplicable?: NotApplicable;
}

/** AG EF: from every reachable state one can still come to a state like this, without a further loss, duplication or crash. See `alwaysPossible`. */
export interface AlwaysPossibleProperty<Name extends string = string> extends PropertyTelling {
  readonly kind: 'always possible';
  readonly name: Name;
  readonly possible: (view: View) => boolean;
}

/** As `AlwaysPossibleProperty`, of each component that has a state at rest or a final one: it can come to one again. See `everyComponentCanRest`. */
export interface CanRestProperty<Name extends string = string> extends PropertyTelling {
  readonly kind: 'can rest';
  readonly name: Name;
}

/** After a state in which `from` is true, in every fair run one in which `to` is, at once or later. See `leadsTo` and `eventually`. */
export interface LeadsToProperty<Name extends string = string> extends PropertyTelling {
  readonly kind: 'leads to';
  readonly name: Name;
  /** Left out: true of the initial states only. */
  readonly from?: (view: View) => boolean;
  readonly to: (view: View) => boolean;
}

export type Property<Name extends string = string> =
  | AlwaysProperty<Name>
  | ReachableProperty<Name>
  | MonitorProperty<Name>
  | AlwaysPossibleProperty<Name>
  | CanRestProperty<Name>
  | LeadsToProperty<Name>;

/** What puts a property to the test, where it says so. */
export const hardCaseOf = (property: Property): HardCase | undefined =>
  'hardCase' in property ? property.hardCase : undefined;

/** Options of a monitor. `Ids` are the ids of the network's components, `V` is its view. */
export interface MonitorOptions<Ids extends string = string, V = View> extends PropertyTelling<V> {
  readonly from?: readonly Ids[];
  readonly hardCase?: HardCase<V>;
  /** Only beside a `hardCase`. */
  readonly notApplicable?: NotApplicable | undefined;
}

/** The functions that make properties, for a network of these machines: see `NetworkSpec.properties`. */
export interface PropertyKit<M extends Machines> {
  readonly always: <const Name extends string>(
    name: Name,
    claim: ((view: ViewOf<M>) => boolean | number) | Claim<ViewOf<M>>,
    telling?: PropertyTelling<ViewOf<M>>,
  ) => AlwaysProperty<Name>;
  readonly reachable: <const Name extends string>(
    name: Name,
    reached: (view: ViewOf<M>) => boolean,
    telling?: PropertyTelling<ViewOf<M>>,
  ) => ReachableProperty<Name>;
  readonly monitor: <const Name extends string, T extends AnyStateMachine>(
    name: Name,
    machine: T,
    input?: InputFrom<T>,
    options?: MonitorOptions<IdsOf<M>, ViewOf<M>>,
  ) => MonitorProperty<Name>;
  readonly alwaysPossible: <const Name extends string>(
    name: Name,
    possible: (view: ViewOf<M>) => boolean,
    telling?: PropertyTelling<ViewOf<M>>,
  ) => AlwaysPossibleProperty<Name>;
  readonly eventually: <const Name extends string>(
    name: Name,
    to: (view: ViewOf<M>) => boolean,
    telling?: PropertyTelling<ViewOf<M>>,
  ) => LeadsToProperty<Name>;
  readonly leadsTo: <const Name extends string>(
    name: Name,
    from: (view: ViewOf<M>) => boolean,
    to: (view: ViewOf<M>) => boolean,
    telling?: PropertyTelling<ViewOf<M>>,
  ) => LeadsToProperty<Name>;
}

/** Properties that every network has: their names are reserved. */
export const BUILT_IN_PROPERTIES = [
  'deadlock-freedom',
  'specified-reception',
  'channel-capacity',
  'no-exception',
  'no-stuck-component',
] as const;

/** The one of them that is judged of the whole state space. */
export const NO_STUCK = 'no-stuck-component';

/** The names of the properties that every network has. */
export type BuiltInProperty = (typeof BUILT_IN_PROPERTIES)[number];
