import type { AnyEventObject, AnyMachineSnapshot, StateValue } from 'xstate';
import { maySettle } from '../../property/deadlock-message.js';
import { plainKey } from '../../network/canonical.js';
import type { Network } from '../../network/network.js';
import type { View } from '../../network/property.js';
import { componentLabel } from '../../network/quoted.js';
import { PlainView } from '../../reference/plain-evaluator.js';
import type { PlainState } from '../../reference/plain-state.js';
import type { PlainSuccessor } from '../../reference/plain-successor.js';
import type { ReplayEnd, Schedule } from '../replay.js';
import type { RecordedStep, Recorder } from './recorder.js';
import { stateOf } from './state-of.js';
import { inOrder } from './why/state-text.js';
import type { Words } from './words.js';

/** What is explained. */
export type Explained = Schedule & { readonly message?: string };

/** A run that is explained: what XState made of the steps, and the network's words for it. */
export class Run {
  readonly network: Network;
  readonly property: string;
  readonly loop: number | undefined;
  /** By component: see `ExplainedComponent`. */
  readonly groups: readonly (readonly string[])[];
  readonly partOf: readonly (number | null)[];
  private readonly told = new Map<number, string | undefined>();

  constructor(
    readonly schedule: Explained,
    readonly recorder: Recorder,
    readonly words: Words,
    readonly end: ReplayEnd,
  ) {
    this.network = recorder.network;
    this.property = schedule.property;
    this.loop = schedule.loop;
    const { componentIds } = this.network;
    this.groups = componentIds.map((id) => words.group(id));
    this.partOf = componentIds.map((id) => wholeOf(id, componentIds));
  }

  /** How many steps there are. */
  get length(): number {
    return this.recorder.steps.length;
  }

  /** The last step fails, and leads to no state. */
  get isFailed(): boolean {
    return this.recorder.states.length <= this.length;
  }

  /** The last state that there is. */
  get last(): number {
    return this.recorder.states.length - 1;
  }

  state(n: number): PlainState {
    return this.recorder.states[n]!;
  }

  view(n: number): View {
    return this.viewOf(this.state(n));
  }

  viewOf(state: PlainState): View {
    return new PlainView(this.recorder.plain!, state);
  }

  /** @param n from 1 */
  step(n: number): RecordedStep {
    return this.recorder.steps[n - 1]!;
  }

  /** What the network says of a step, if anything. */
  toldOf(n: number): string | undefined {
    if (!this.told.has(n)) {
      const after = n <= this.last ? this.view(n) : undefined;
      this.told.set(n, this.words.step(this.step(n).taken.step, this.view(n - 1), after));
    }
    return this.told.get(n);
  }

  /** A step in the network's words, or by its label. */
  wordsOf(n: number): string {
    return this.toldOf(n) ?? this.step(n).taken.label;
  }

  /** A step that is not one of the run. */
  wordsOfOther({ step, label, outcome }: PlainSuccessor, before: PlainState): string {
    const after = 'property' in outcome ? undefined : this.viewOf(outcome);
    return this.words.step(step, this.viewOf(before), after) ?? label;
  }

  /** Number of the component that a step is of: the sender of a message, else who acts. */
  ownerOf({ taken: { step } }: Pick<RecordedStep, 'taken'>): number {
    return this.recorder.indexOf('from' in step ? step.from : step.component);
  }

  /** Number of the component that acts in a step, or that a message that is lost was meant for. */
  actorOf({ taken: { step } }: Pick<RecordedStep, 'taken'>): number {
    return this.recorder.indexOf('to' in step ? step.to : step.component);
  }

  /** The step after which a step could be taken in every state until it was; 0: from the start. */
  possibleSince(n: number): number {
    return this.enabledSince(this.step(n).taken.label, n - 1);
  }

  /** The step after which a step could be taken in every state up to one in which it can; 0: from the start. */
  enabledSince(label: string, n: number): number {
    let since = n;
    while (since > 0 && this.isEnabled(label, since - 1)) since--;
    return since;
  }

  isEnabled(label: string, n: number): boolean {
    return this.recorder.plain!.successor(this.state(n), label) !== undefined;
  }

  /** What steps are put together by: the outermost group of a component, or the component that it is a part of. */
  outermostGroup(component: number): string {
    return this.groups[component]![0] ?? this.whole(component);
  }

  /** The id of the component that a component is a part of in the end, or its own. */
  whole(component: number): string {
    let whole = component;
    for (let next = this.partOf[whole]!; next !== null; next = this.partOf[whole]!) whole = next;
    return this.network.componentIds[whole]!;
  }

  label(component: number): string {
    return componentLabel(this.network.componentIds[component]!);
  }

  /** The components that are neither done nor at rest in a state. */
  unsettled(n: number): number[] {
    const { locals } = this.state(n);
    return [...locals.keys()].filter((component) => !maySettle(locals[component]!));
  }

  /** The last step in which a component came to the state that it is in; 0: it is there from the start. */
  stateSince(component: number, n = this.last): number {
    const keyIn = (at: number) => plainKey(stateOf(this.state(at), component));
    let since = n;
    while (since > 0 && keyIn(since - 1) === keyIn(n)) since--;
    return since;
  }

  /** A component's state value, its regions in the order of the chart. */
  valueOf(component: number, n: number): StateValue {
    const { value } = this.state(n).locals[component]!.snapshot as AnyMachineSnapshot;
    return inOrder(value, this.network.components[component]!.machine.root);
  }

  /** Of a monitor: the event that brought it to its violation, where it is known. */
  get cause(): AnyEventObject | undefined {
    return this.state(this.last).causes.get(this.monitor);
  }

  /** The number of the property among the monitors; -1 if it is none. */
  get monitor(): number {
    const monitors = this.network.properties.filter(({ kind }) => kind === 'monitor');
    return monitors.findIndex(({ name }) => name === this.property);
  }
}

/** The component that another one is a part of, by their ids: `a.b` of `a.b.core`. Of several the closest. */
function wholeOf(id: string, ids: readonly string[]): number | null {
  let whole: number | null = null;
  for (const [index, other] of ids.entries()) {
    const isCloser = whole === null || other.length > ids[whole]!.length;
    if (isCloser && id.startsWith(`${other}.`)) whole = index;
  }
  return whole;
}
