import type { Network } from '../network/network.js';
import { labelOf, type Step } from '../network/step.js';
import type { ChannelTable } from './channel-table.js';
import type { Answer, ComponentTable } from './component-table.js';
import { mix } from './hash.js';
import type { MonitorTable } from './monitor-table.js';
import { Recipes } from './recipes.js';
import { type InitialState, Stepper } from './stepper.js';
import { Candidates, CRASH, DELIVER, DROP, DUPLICATE, OWN, type Successors } from './successors.js';
import { Tables } from './tables.js';

/** A network ready for searching: states are vectors (see `Tables`), and steps are what `expand` lists for one of them. */
export class Engine {
  readonly successors: Successors;
  readonly candidates = new Candidates();
  private readonly tables: Tables;
  private readonly stepper: Stepper;
  private readonly recipes: Recipes;
  /** Labels of messages, by channel and kind, then by event. */
  private readonly labels = new Map<number, Map<number, string>>();

  constructor(readonly network: Network) {
    this.tables = new Tables(network);
    this.stepper = new Stepper(this.tables);
    this.successors = this.stepper.successors;
    this.recipes = new Recipes(this.tables, this.stepper);
  }

  get components(): readonly ComponentTable[] {
    return this.tables.components;
  }

  get monitors(): readonly MonitorTable[] {
    return this.tables.monitors;
  }

  get channels(): readonly ChannelTable[] {
    return this.tables.channels;
  }

  /** Length of the state vector by now. Grows when a channel is used for the first time. */
  get slotCount(): number {
    return this.tables.slotCount;
  }

  /** How often XState was asked. */
  get questions(): number {
    return this.tables.questions;
  }

  /** Index of a component. @throws CheckError for an id that the network does not have */
  indexOf(component: string): number {
    return this.tables.indexOf(component);
  }

  /** The same key as the plain network gives the state. */
  stateKey(vector: Int32Array): string {
    return this.tables.stateKey(vector);
  }

  /** The network's initial states, one for each combination of inputs. */
  initialStates(): InitialState[] {
    let combinations: Answer[][] = [[]];
    for (const { initial } of this.components) {
      combinations = combinations.flatMap((chosen) => initial.map((answer) => [...chosen, answer]));
    }
    return combinations.map((answers) => this.stepper.start(answers));
  }

  /** Fills `successors` with the steps enabled in a state. Returns their number. */
  expand(vector: Int32Array): number {
    const out = this.successors;
    out.clear();
    this.stepper.load(vector);
    const { components, channels } = this.tables;
    const channelCount = channels.length;
    for (let index = 0; index < channelCount; index++) {
      const channel = channels[index];
      if (channel.slot < 0) continue;
      const content = this.stepper.work[channel.slot];
      if (content === 0) continue;
      const local = vector[channel.receiver.slot];
      if (!this.recipes.deliver(index, channel, content, local)) this.expandChannel(index, channel, content);
    }
    for (let index = 0; index < components.length; index++) {
      if (this.recipes.own(index, vector[index])) continue;
      const steps = components[index].ownSteps(vector[index]);
      for (let item = 0; item < steps.length; item++) {
        const step = steps[item];
        this.stepper.take(step.kind === 'crash' ? CRASH : OWN, index, item, step.answer, -1, 0);
      }
    }
    return out.count;
  }

  /**
   * Fills `candidates` with the steps that may be enabled in a state, without finding out whether they are: whoever wants one
   * enabled step only need not ask about all. Returns their number.
   */
  listCandidates(vector: Int32Array): number {
    const out = this.candidates;
    out.clear();
    this.stepper.load(vector);
    this.channels.forEach(({ slot, offers, spec }, index) => {
      const contents = slot < 0 ? NO_OFFERS : offers[this.stepper.work[slot]];
      for (let at = 0; at < contents.length; at += 2) {
        const rest = contents[at + 1];
        out.add(DELIVER, index, contents[at], rest);
        if (spec.duplicating) out.add(DUPLICATE, index, contents[at], rest);
        if (spec.lossy) out.add(DROP, index, contents[at], rest);
      }
    });
    this.components.forEach((component, index) => {
      component.ownSteps(vector[index]).forEach((step, item) => {
        out.add(step.kind === 'crash' ? CRASH : OWN, index, item, 0);
      });
    });
    return out.count;
  }

  /** Makes `successors` hold candidate k only, or nothing if it is not enabled. Returns whether it is. */
  attempt(k: number): boolean {
    const { kind, subject, item, rest } = this.candidates;
    this.successors.clear();
    this.stepper.attempt(kind[k], subject[k], item[k], rest[k]);
    return this.successors.count > 0;
  }

  /** Whether every component may stay in this state for ever. */
  mayStay(vector: Int32Array): boolean {
    for (let index = 0; index < this.components.length; index++) {
      if (!this.components[index].mayStay(vector[index])) return false;
    }
    return true;
  }

  /** Step k of the last expansion. */
  step(k: number): Step {
    return this.stepper.describe(
      this.successors.kind[k],
      this.successors.subject[k],
      this.successors.item[k],
    );
  }

  /** Label of step k of the last expansion. */
  label(k: number): string {
    return this.labelFor(this.successors.kind[k], this.successors.subject[k], this.successors.item[k]);
  }

  /** A hash of candidate k's identity, the same in every engine for this network, whatever it has explored before. */
  candidateHash(k: number): number {
    const { kind, subject, item } = this.candidates;
    if (kind[k] >= OWN) return this.stepper.ownStep(subject[k], item[k]).hash;
    const channel = this.channels[subject[k]];
    return mix(channel.hash ^ mix(channel.receiver.eventHash(item[k]) + kind[k]));
  }

  candidateLabel(k: number): string {
    return this.labelFor(this.candidates.kind[k], this.candidates.subject[k], this.candidates.item[k]);
  }

  /** Index of the component that acts in candidate k: the receiver of a message. */
  candidateActor(k: number): number {
    const { kind, subject } = this.candidates;
    return kind[k] >= OWN ? subject[k] : this.channels[subject[k]].receiver.slot;
  }

  /** Writes the state after step k of the last expansion of `vector` into it. */
  follow(k: number, vector: Int32Array): void {
    const { start, slot, value } = this.successors;
    for (let change = start[k]; change < start[k + 1]; change++) vector[slot[change]] = value[change];
  }

  /** Asks a sample of all questions again. @throws CheckError when a machine has changed its mind */
  recheck(): void {
    for (const component of this.components) component.recheck();
  }

  private expandChannel(index: number, channel: ChannelTable, content: number): void {
    const { duplicating, lossy } = channel.spec;
    const offers = channel.offers[content];
    for (let at = 0; at < offers.length; at += 2) {
      this.stepper.message(DELIVER, index, offers[at], offers[at + 1]);
      if (duplicating) this.stepper.message(DUPLICATE, index, offers[at], offers[at + 1]);
      if (lossy) this.stepper.message(DROP, index, offers[at], offers[at + 1]);
    }
  }

  private labelFor(kind: number, subject: number, item: number): string {
    if (kind >= OWN) return this.stepper.ownStep(subject, item).label;
    const row = subject * OWN + kind;
    let labels = this.labels.get(row);
    if (labels === undefined) {
      labels = new Map();
      this.labels.set(row, labels);
    }
    let label = labels.get(item);
    if (label === undefined) {
      label = labelOf(this.stepper.describe(kind, subject, item));
      labels.set(item, label);
    }
    return label;
  }
}

const NO_OFFERS = new Int32Array(0);
