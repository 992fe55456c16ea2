import type { Minimality } from '../../property/violation.js';
import type { Step } from '../../network/step.js';

/**
 * Plain data as JSON has them. What JSON has no form for is told as a text, `Infinity`, `NaN`, `-0` and `12n` among them; a field that is
 * `undefined` is left out.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * A counterexample, or the way to a witness, with all that is told of it: the brief text, the JSON and the page are made of this one object, so that they
 * cannot tell different steps. It is plain data: `JSON.parse(JSON.stringify(explanation))` is the same.
 *
 * Numbers of steps begin with 1; state 0 is the initial one, state n the one after step n. A *part* of a state is a component, a monitor or a channel,
 * and parts are numbered through: the components in the order of `components`, behind them the monitors, behind them the channels. So the number of a
 * component is its index in `components`, wherever it stands.
 */
export interface Explanation {
  /** Name of the network. */
  readonly network: string;
  /** The property that is violated, or the witness that is reached. */
  readonly property: string;
  readonly outcome: 'violated' | 'reached';
  /** What the property says, and where in the paper or document it stands, if it tells. */
  readonly sentence: string | null;
  readonly section: string | null;
  /** What is wrong at the end of the steps: `Violation.message`. */
  readonly message: string;
  /** Other properties that the same steps violate, the gravest first. */
  readonly also: readonly AlsoViolated[];
  /** The faults that are switched on. */
  readonly faults: readonly ExplainedFault[];
  readonly minimality: Minimality;
  /** Of a run that goes on for ever: how many of the steps come before its cycle, which the others go round. Null where the run ends. */
  readonly loop: number | null;
  readonly components: readonly ExplainedComponent[];
  readonly monitors: readonly ExplainedMonitor[];
  /** Every channel that a message waits in at some time, by first use. Those of kind `sync` hold none, and are not here. */
  readonly channels: readonly ExplainedChannel[];
  /** Every message that waits in a channel at some time, in the order in which they are sent. */
  readonly messages: readonly ExplainedMessage[];
  /** The initial state: a value for each part. */
  readonly initial: readonly PartState[];
  readonly steps: readonly ExplainedStep[];
  /** The steps as they are shown: each step is in exactly one of them, in order. */
  readonly folds: readonly Fold[];
  /** Numbers of the steps that matter most, ascending: each is a row of its own. */
  readonly key: readonly number[];
  readonly why: Why;
  readonly end: End;
}

/** A property that the same steps violate. */
export interface AlsoViolated {
  readonly property: string;
  readonly sentence: string | null;
  readonly section: string | null;
  readonly message: string;
}

/** A fault that is switched on. */
export interface ExplainedFault {
  readonly id: string;
  readonly title: string;
  /** Where it was reported: a URL. */
  readonly link: string;
}

export interface ExplainedComponent {
  readonly id: string;
  /** The id of its machine: components of one machine have one chart. */
  readonly machine: string;
  /** From the outermost group to the innermost, `['die 0', 'microbatch 1']`; empty where the network tells none. */
  readonly group: readonly string[];
  /** The number of the component that it is a part of, by what the network tells or by its id (`a.b.core` of `a.b`). Null: of none. */
  readonly partOf: number | null;
  /** It has one state only, so that there is no chart worth drawing. */
  readonly hasOneState: boolean;
}

export interface ExplainedMonitor {
  /** The name of its property. */
  readonly property: string;
  readonly machine: string;
}

export interface ExplainedChannel {
  /** Numbers of the components. */
  readonly from: number;
  readonly to: number;
  readonly lane: string;
  readonly kind: 'fifo' | 'bag' | 'set';
  /** `a ⇒ b`, or `a ⇒ b (lane)`. */
  readonly label: string;
}

/** One message that waits in a channel, from the step that sends it to the one that takes it out. */
export interface ExplainedMessage {
  /** Index in `channels`. */
  readonly channel: number;
  readonly event: EventData;
  /** The step that sends it; 0: it is there from the start. */
  readonly sent: number;
  /** The step that takes it out of its channel, by receiving or losing it; null: it is there at the end. */
  readonly taken: number | null;
  readonly isLost: boolean;
}

/** An event with its payload. */
export interface EventData {
  readonly type: string;
  readonly [key: string]: Json;
}

/** What one part of a state is. */
export type PartState = MachineState | ChannelState;

/** State of a component or a monitor. */
export interface MachineState {
  /** XState's state value: a text, or an object for compound and parallel states. */
  readonly state: Json;
  readonly context: { readonly [key: string]: Json };
  /** Names of the timers that are pending, in the order of their keys. */
  readonly timers: readonly string[];
  /** What it remembers of compound states that it has left, by their history states' ids: paths of the states. Left out where it is nothing. */
  readonly history?: { readonly [id: string]: readonly string[] };
  /** Its actors by their ids: those that run, and those that have come to an end and are not stopped. Left out where there are none. */
  readonly actors?: { readonly [id: string]: ActorState };
  /** How often it has crashed. Left out where it never has. */
  readonly crashes?: number;
  /** It has crashed, and was not restarted. */
  readonly isDown: boolean;
  /** It has come to a final state. */
  readonly isDone: boolean;
}

/** State of an actor that a component invokes or spawns. */
export interface ActorState {
  /** It has come to an end. */
  readonly isOver: boolean;
  /** What it may tell. */
  readonly tells: readonly EventData[];
}

/** What waits in a channel, the head of a queue first: indices in `messages`. */
export interface ChannelState {
  readonly waiting: readonly number[];
}

/**
 * One change from a state to the next: the part, the way to the field that changes in its `PartState` (`['context', 'cells', '0']`), and the new value.
 * Without a value the field is gone. Records are gone into, lists are told as a whole.
 */
export type Change =
  | readonly [part: number, path: readonly string[], value: Json]
  | readonly [part: number, path: readonly string[]];

export interface ExplainedStep {
  /** From 1. */
  readonly n: number;
  readonly kind: Step['kind'];
  /** Number of the sender of the message that it receives, loses or duplicates; null for other steps. */
  readonly from: number | null;
  /** Number of the component that acts or, of a message that is lost, that it was meant for. */
  readonly to: number;
  /** The lane of the channel; empty if it has none, or the step is of no message. */
  readonly lane: string;
  /** The event that is received, lost or given by the environment; null for timers and crashes. */
  readonly event: EventData | null;
  /** Name of the timer that fires; null for other steps. */
  readonly timer: string | null;
  /** As in a trace file. */
  readonly label: string;
  /** What happens, in the network's words; its label where the network has none. */
  readonly words: string;
  /** The network has told the words. */
  readonly isTold: boolean;
  /** Numbers of all components that are asked something in the step, who acts first; each once. None where a message is lost. */
  readonly participants: readonly number[];
  /** Messages that are received within the step, over channels of kind `sync`, in order. */
  readonly within: readonly Delivery[];
  /** Indices in `messages` of what it sends. */
  readonly sends: readonly number[];
  /** Index in `messages` of what it receives, loses or duplicates; null: nothing of the kind. */
  readonly receives: number | null;
  /** Numbers of the steps that it directly follows from, ascending: the last ones that its participants took part in, and the one that sent its message. */
  readonly causes: readonly number[];
  /** How many steps could be taken in the state before it. */
  readonly enabled: number;
  readonly delta: readonly Change[];
  /** What components emitted in it, in order. */
  readonly observed: readonly Observation[];
  /** The steps without it, and without all others of its kind, come to the same end: it plays no part. */
  readonly isAside: boolean;
}

/** A message that is received within the step that sends it. */
export interface Delivery {
  readonly from: number;
  readonly to: number;
  readonly event: EventData;
}

/** An event that a component emitted. */
export interface Observation {
  /** Who emitted it; -1 where the event itself names as its `component` what is none. */
  readonly component: number;
  readonly event: EventData;
}

/** Steps that are shown as one row. */
export interface Fold {
  /** The first and the last step; equal where it is one step. */
  readonly first: number;
  readonly last: number;
  readonly words: string;
  /** The outermost group whose steps they are; null where the network tells none, or for a fold of several groups' steps. */
  readonly group: string | null;
  readonly isKey: boolean;
  /** Rows that it stands for: those of a cycle that is told before. Left out: it stands for its steps. */
  readonly inner?: readonly Fold[];
}

/**
 * What the explanation is about.
 *
 * - `cell`: the history of a cell or variable that a claim speaks of;
 * - `waits`: what each waits for, of a deadlock or of components that are stuck;
 * - `monitor`: how a monitor came to its violation;
 * - `margin`: how a margin became negative;
 * - `lasso`: what is owed for ever, and the cycle;
 * - `step`: the last step fails, or there is nothing more to say than what happens in it.
 */
export type WhyKind = 'cell' | 'waits' | 'monitor' | 'margin' | 'lasso' | 'step';

/** Why a property is violated. */
export interface Why {
  readonly kind: WhyKind;
  /** The heading, without `Why: `. */
  readonly title: string;
  /** What is spoken of; null where it is no variable. */
  readonly subject: Subject | null;
  readonly lines: readonly WhyLine[];
  /** The last step before which there is a detour; null where there is none, or none was looked for. */
  readonly pivot: number | null;
  /** What should have come before the pivot, or already before the message that made it possible. */
  readonly detour: Detour | null;
  /** How far detours were looked for; null where none can be: lassos, witnesses, and traces that are too long. */
  readonly searched: Searched | null;
  /** Who waits for whom at the end, those of a circle first. */
  readonly circle: readonly WaitEdge[];
  /** Sentences that end it. */
  readonly remarks: readonly string[];
}

/** A variable that is spoken of. */
export interface Subject {
  /** Number of the part that it is in. */
  readonly part: number;
  /** Its way in the `PartState`: `['context', 'cells', '0']`; it may be gone, or not be there yet, in some states. */
  readonly path: readonly string[];
  /** In the network's words, or its component and path. */
  readonly name: string;
}

export interface WhyLine {
  /** The step, 0 for the start; null of what did not happen. */
  readonly n: number | null;
  /** In a word or two: `written`, `not yet read`, `overwritten`, `lost`. */
  readonly kind: string;
  readonly words: string;
}

/** The shortest run from the state before a step, after which the last step of the trace is harmless, or never comes. What of the trace is between them comes behind it. */
export interface Detour {
  /** It begins in the state before this step: the pivot, or the message that made that possible and is sent by who takes the detour's last step. */
  readonly before: number;
  /** The labels of its steps, without the last step of the trace. */
  readonly labels: readonly string[];
  /** They in words. */
  readonly words: readonly string[];
  /** It leads to where nothing is left to happen, and nothing is wrong: the last step of the trace never comes. */
  readonly isWithoutLast: boolean;
  /** Numbers of the components that act in them. */
  readonly actors: readonly number[];
  /** States that were looked at from the state before the pivot. */
  readonly states: number;
  /** The first of its steps that could be taken before the pivot already: of whoever acts in its last step, if there is one. */
  readonly missed: Missed | null;
}

/** A step that could be taken, and was not. */
export interface Missed {
  readonly label: string;
  readonly words: string;
  /** Number of the component that would have acted. */
  readonly actor: number;
  /** The step after which it could be taken in every state up to the pivot; 0: from the start. */
  readonly since: number;
}

/** How far detours were looked for. */
export interface Searched {
  /** States that were looked at, over all steps of the trace. */
  readonly states: number;
  /** Every run from there on was looked at; else the search came to its bound. */
  readonly isComplete: boolean;
  /** Some of them go round for ever, of which nothing is said. */
  readonly isEndless: boolean;
}

/** One component that waits, and whom it waits for. */
export interface WaitEdge {
  /** Number of the component that waits. */
  readonly component: number;
  /** Its state in a word. */
  readonly state: string;
  /** Numbers of the components that could end the wait; empty where the network does not tell. */
  readonly on: readonly number[];
  /** What it waits for. */
  readonly words: string;
  /** The step in which it began to wait; 0: at the start. */
  readonly since: number;
  /** It is part of a circle. */
  readonly isInCircle: boolean;
}

/** The state at the end of the steps. */
export interface End {
  /** Labels of the steps that could be taken there. */
  readonly enabled: readonly string[];
  /** For each of them the step after which it could be taken in every state from there on; 0: from the start. Empty where that is not known. */
  readonly enabledSince: readonly number[];
  /** What is on its way, in the order in which it was sent. */
  readonly waiting: readonly Waiting[];
  /** What became of everything that is involved: one line a component, subject or channel. */
  readonly lines: readonly EndLine[];
}

export interface Waiting {
  /** Label of the channel. */
  readonly channel: string;
  readonly event: EventData;
  /** The step that sent it; 0: it is there from the start. */
  readonly since: number;
}

export interface EndLine {
  /** Number of the part. */
  readonly part: number;
  readonly words: string;
}
