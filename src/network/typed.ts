import type { AnyEventObject, AnyStateMachine, ContextFrom, EventFrom, StateFrom } from 'xstate';

/**
 * The machines of a network by the ids of their components. Everything that is named in a network is typed by them; where ids are computed
 * (`Record<string, ...>`), or a machine declares nothing, names are any strings.
 */
export type Machines = Readonly<Record<string, AnyStateMachine>>;

/** Ids of the components. */
export type IdsOf<M extends Machines> = Extract<keyof M, string>;

/** What `snapshot.matches` of a machine's snapshots takes. */
type MatchedValue<T extends AnyStateMachine> = Parameters<StateFrom<T>['matches']>[0];

/** The tags of a machine's states. */
type TagOf<T extends AnyStateMachine> = Parameters<StateFrom<T>['hasTag']>[0];

/** An event that a machine takes; any event, where the types of the network's stimuli are not known. */
export type StimulusOf<T extends AnyStateMachine, Types extends string> = string extends Types
  ? AnyEventObject
  : EventFrom<T>;

/** Types of the events that some machine of the network takes. */
export type EventTypesOf<M extends Machines> =
  string extends IdsOf<M> ? string : EventFrom<M[IdsOf<M>]>['type'] & string;

/** One global state of a network of these machines: `View`, with every name typed. */
export interface ViewOf<M extends Machines> {
  /** Ids of the components, in the order of the network's definition. */
  readonly components: readonly IdsOf<M>[];
  /** Like `snapshot.matches` of XState. */
  matches<Id extends IdsOf<M>>(component: Id, value: MatchedValue<M[Id]>): boolean;
  /** The component's context. */
  context<Id extends IdsOf<M>>(component: Id): ContextFrom<M[Id]>;
  /** With a type of the caller's: helpers that take any `View` use it. */
  context<TContext>(component: IdsOf<M>): TContext;
  hasTag<Id extends IdsOf<M>>(component: Id, tag: TagOf<M[Id]>): boolean;
  /** The component reached a final state of its machine. */
  isDone(component: IdsOf<M>): boolean;
  /** The component crashed and was not restarted. */
  isCrashed(component: IdsOf<M>): boolean;
  /** Messages that wait between two components, over all channels of the pair; in a queue the head comes first. */
  waiting<To extends IdsOf<M>>(from: IdsOf<M>, to: To): readonly EventFrom<M[To]>[];
  /** Ids of the components from which messages wait for a component, in the order of the network's definition. */
  sendersTo(component: IdsOf<M>): readonly IdsOf<M>[];
}
