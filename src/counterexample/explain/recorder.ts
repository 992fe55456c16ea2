import type { AnyEventObject } from 'xstate';
import { timerNamesOf } from '../../interpreter/machine-copies.js';
import type { Network } from '../../network/network.js';
import type { MonitorProperty } from '../../network/property.js';
import type { PlainNetwork } from '../../reference/plain-network.js';
import type { PlainState } from '../../reference/plain-state.js';
import type { PlainSuccessor } from '../../reference/plain-successor.js';
import { changesOf } from './changes.js';
import type { Change, ChannelState, Delivery, Observation, PartState } from './explanation.js';
import { eventToJson } from './json.js';
import { machineState } from './machine-state.js';
import { RecordedChannels } from './recorded-channels.js';

/** What one step did, in numbers: see `ExplainedStep`. */
export interface RecordedStep {
  readonly taken: PlainSuccessor;
  readonly participants: readonly number[];
  readonly within: readonly Delivery[];
  readonly sends: readonly number[];
  readonly receives: number | null;
  readonly causes: readonly number[];
  readonly delta: readonly Change[];
  readonly observed: readonly Observation[];
}

/** Takes down a run as it is replayed: its states as plain data, and who took part in what. */
export class Recorder {
  readonly states: PlainState[] = [];
  readonly steps: RecordedStep[] = [];
  readonly channels: RecordedChannels;
  initial: readonly PartState[] = [];
  plain: PlainNetwork | undefined;
  private readonly monitors: readonly MonitorProperty[];
  private readonly timerNames: readonly ReadonlyMap<string, string>[];
  private readonly indices: ReadonlyMap<string, number>;
  /** By component: the last step that it took part in. */
  private readonly lastSteps = new Map<number, number>();
  /** The state seen last, as data. */
  private parts: readonly PartState[] = [];

  constructor(readonly network: Network) {
    this.indices = new Map(network.componentIds.map((id, index) => [id, index]));
    this.channels = new RecordedChannels((id) => this.indexOf(id));
    this.monitors = network.properties.filter((property) => property.kind === 'monitor');
    this.timerNames = network.components.map(({ machine }) => timerNamesOf(machine));
  }

  indexOf(component: string): number {
    return this.indices.get(component)!;
  }

  /** The replay has come to its next state. @param taken the step to it; `undefined` for the initial one */
  see(state: PlainState, plain: PlainNetwork, taken?: PlainSuccessor): void {
    const n = this.states.length;
    const { sends, receives } = this.channels.see(state, taken?.step, n);
    const parts = this.partsOf(state);
    if (taken === undefined) {
      this.plain = plain;
      this.initial = parts;
    } else {
      const observed = state.observed.map((event) => this.observation(event));
      this.add(taken, n, { sends, receives, observed, delta: this.deltaTo(parts) });
    }
    this.states.push(state);
    this.parts = parts;
  }

  /** The last step fails, and leads to no state. */
  fail(taken: PlainSuccessor): void {
    const receives = this.channels.receivedBy(taken.step);
    this.add(taken, this.states.length, { sends: [], receives, observed: [], delta: [] });
  }

  /** The initial state, with every channel that is used at some time. */
  initialParts(): readonly PartState[] {
    const { channels } = this.channels;
    const first = this.network.components.length + this.monitors.length;
    const missing = channels.slice(this.initial.length - first).map((): ChannelState => ({ waiting: [] }));
    return [...this.initial, ...missing];
  }

  private add(
    taken: PlainSuccessor,
    n: number,
    rest: Pick<RecordedStep, 'sends' | 'receives' | 'observed' | 'delta'>,
  ): void {
    const participants = [...new Set(taken.participants)].map((id) => this.indexOf(id));
    const { messages } = this.channels;
    const sent = rest.receives === null ? [] : [messages[rest.receives]!.sent];
    const before = participants.flatMap((component) => this.lastSteps.get(component) ?? []);
    const causes = [...new Set([...before, ...sent])]
      .filter((step) => step > 0)
      .sort((one, other) => one - other);
    const within = taken.deliveries.map(({ from, to, event }): Delivery => ({
      from: this.indexOf(from),
      to: this.indexOf(to),
      event: eventToJson(event),
    }));
    for (const component of participants) this.lastSteps.set(component, n);
    this.steps.push({ taken, participants, within, causes, ...rest });
  }

  private deltaTo(parts: readonly PartState[]): Change[] {
    return parts.flatMap((part, index) => {
      const before = this.parts[index] ?? { waiting: [] };
      return part === before ? [] : changesOf(index, before, part);
    });
  }

  private partsOf(state: PlainState): readonly PartState[] {
    const last = this.states.at(-1);
    const { locals, monitors } = state;
    const offset = locals.length;
    return [
      ...locals.map((local, at) =>
        local === last?.locals[at] ? this.parts[at]! : machineState(local, this.timerNames[at]!),
      ),
      ...monitors.map((local, at) =>
        local === last?.monitors[at] ? this.parts[offset + at]! : machineState(local, NO_NAMES),
      ),
      ...this.channels.waiting.map((waiting): ChannelState => ({ waiting })),
    ];
  }

  private observation(observed: AnyEventObject): Observation {
    const { component, ...event } = observed;
    const index = this.indices.get(String(component));
    // An event may name as its component what is none.
    if (index === undefined) return { component: -1, event: eventToJson(observed) };
    return { component: index, event: eventToJson(event as AnyEventObject) };
  }
}

const NO_NAMES: ReadonlyMap<string, string> = new Map();
