import type { EdgeTables } from '../core/edge-tables.js';
import type { TableMemory } from '../core/table-memory.js';
import type { StateContents } from '../interpreter/contents.js';
import { PropertyError } from '../network/errors.js';
import type { Network } from '../network/network.js';
import { requireNetwork } from '../network/require.js';
import type { Step } from '../network/step.js';
import type { EncodedReaction } from './tables/encoded-reaction.js';
import type { ChannelTable } from './tables/channel-table.js';
import { eachCombination } from '../network/combinations.js';
import type { ComponentTable } from './tables/component-table.js';
import { type Coverage, coverageOf } from '../interpreter/chart/coverage.js';
import { Cursor } from './cursor.js';
import type { MonitorTable } from './tables/monitor-table.js';
import { CandidateLists } from './steps/candidate-lists.js';
import { CompiledSteps } from './steps/compiled-steps.js';
import { FairUnits } from './steps/fair-units.js';
import { mayEndBefore, type Outlook } from './steps/outlook.js';
import { StepCompiler } from './steps/step-compiler.js';
import { StepPairs } from './steps/step-pairs.js';
import { StepLabels } from './steps/step-labels.js';
import { type InitialState, Stepper } from './steps/stepper.js';
import { DELIVER, DROP, DUPLICATE, type Successors } from './steps/successors.js';
import { Tables } from './tables/tables.js';

/** A step by the numbers that `Successors` has for it. */
export interface StepNumbers {
  readonly kind: number;
  readonly source: number;
  readonly item: number;
}

/** A step as it is told: its label, and those of what is received synchronously within it, in order. */
export interface TakenStep {
  readonly label: string;
  readonly deliveries: readonly string[];
}

/** A network ready for searching: states are vectors (see `Tables`), and steps are what `expand` lists for one of them. */
export class Engine {
  readonly successors: Successors;
  readonly tables: Tables;
  private readonly stepper: Stepper;
  private readonly compiled: CompiledSteps;
  private readonly labels: StepLabels;
  private readonly candidates: CandidateLists;
  /** What a fair run owes something to. */
  readonly units: FairUnits;

  /** @throws CheckError for what is no network */
  constructor(readonly network: Network) {
    requireNetwork(network);
    this.tables = new Tables(network);
    this.stepper = new Stepper(this.tables);
    this.successors = this.stepper.successors;
    this.labels = new StepLabels(this.stepper);
    this.units = new FairUnits(this.tables);
    this.compiled = new CompiledSteps(this.tables, this.stepper);
    this.candidates = new CandidateLists(this.tables, this.labels);
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
  get cellCount(): number {
    return this.tables.cellCount;
  }

  /** Whether `asMade` gives whatever it is given. */
  get knowsNoObjects(): boolean {
    return this.tables.knowsNoObjects;
  }

  /** A context or a message with the objects of the user's that it was made of: see `Made`. */
  asMade<T>(form: T): T {
    return this.tables.asMade(form);
  }

  forgetMade(): void {
    this.tables.forgetMade();
  }

  /** How often XState was asked. */
  get xstateCalls(): number {
    return this.tables.questions;
  }

  /** Which parts of the charts have been used so far. */
  coverage(): Coverage {
    const chartOf = ({ interpreter }: ComponentTable | MonitorTable) => interpreter.chart;
    return coverageOf(new Set(this.components.map(chartOf)), new Set(this.monitors.map(chartOf)));
  }

  /** How many transitions of the components' charts have been taken so far. */
  transitionsTaken(): number {
    const charts = new Set(this.components.map(({ interpreter }) => interpreter.chart));
    return [...charts].reduce((sum, { takenCount }) => sum + takenCount, 0);
  }

  /** Index of a component. @throws CheckError for an id that the network does not have */
  indexOf(component: string): number {
    return this.tables.indexOf(component);
  }

  /** Index of a component, if the network has it. */
  findComponent(id: string): number | undefined {
    return this.tables.findComponent(id);
  }

  /** The channels from one component to another that have been used so far. @throws CheckError as `indexOf` does */
  channelsBetween(from: string, to: string): readonly ChannelTable[] {
    return this.tables.channelsBetween(from, to);
  }

  /** The channels to a component that have been used so far, in the order of their senders. */
  channelsTo(component: string): readonly ChannelTable[] {
    return this.tables.channelsTo(component);
  }

  /** A global state in XState's own terms. */
  contents(vector: Int32Array): StateContents {
    return this.tables.contents(vector);
  }

  /** The network's initial states, one for each combination of inputs. */
  initialStates(): InitialState[] {
    return [...this.starts()];
  }

  /** The initial states one by one, each started when it is asked for. */
  *starts(): Generator<InitialState> {
    try {
      for (const answers of eachCombination<EncodedReaction>(this.components.map(({ initial }) => initial))) {
        yield this.stepper.start(answers);
      }
    } catch (thrown) {
      throw thrown instanceof PropertyError ? thrown.after(0, []) : thrown;
    }
  }

  /** Fills `successors` with the steps enabled in a state. Returns their number. */
  expand(vector: Int32Array): number {
    const out = this.successors;
    out.clear();
    this.stepper.load(vector);
    const { components, channels } = this.tables;
    const channelCount = channels.length;
    for (let index = 0; index < channelCount; index++) {
      const channel = channels[index]!;
      if (channel.cell < 0) continue;
      const content = this.stepper.work[channel.cell]!;
      if (content === 0) continue;
      const local = vector[channel.receiver.cell]!;
      if (!this.compiled.deliver(index, channel, content, local)) this.expandChannel(index, channel, content);
    }
    for (let index = 0; index < components.length; index++) {
      if (this.compiled.own(index, vector[index]!)) continue;
      const steps = components[index]!.ownSteps(vector[index]!);
      for (let item = 0; item < steps.length; item++) {
        const step = steps[item]!;
        this.stepper.take(step.number, index, item, step.answer, -1, 0);
      }
    }
    return out.count;
  }

  /** A run through the state space. Using the engine for anything else ends it. */
  cursor(): Cursor {
    return new Cursor(this.tables, this.stepper, this.labels, this.units, this.candidates);
  }

  /** Compiles the network's steps for a core; see `StepCompiler`. */
  compiler(
    edges: EdgeTables,
    memory: TableMemory,
    makeRoom: (cell: number, value: number) => void,
  ): StepCompiler {
    return new StepCompiler(this.tables, this.stepper, this.units, edges, memory, makeRoom);
  }

  /** The pairs of steps out of a state; see `StepPairs`. */
  pairs(known?: StepPairs): StepPairs {
    return new StepPairs(this.tables, known);
  }

  /** Whether every component may stay in this state for ever. */
  isAtRest(vector: Int32Array): boolean {
    for (let index = 0; index < this.components.length; index++) {
      if (!this.components[index]!.isAtRest(vector[index]!)) return false;
    }
    return true;
  }

  /** Whether a run may, or must, end in the state that was expanded last. */
  outlook(vector: Int32Array): Outlook {
    const { successors, units } = this;
    return {
      isTerminal: successors.failures.size === 0 && successors.progressing === 0,
      mayEnd: mayEndBefore(successors, units, vector),
    };
  }

  /** Step k of the last expansion. */
  step(k: number): Step {
    return this.stepper.describe(
      this.successors.kind[k]!,
      this.successors.source[k]!,
      this.successors.item[k]!,
    );
  }

  /** Label of step k of the last expansion. */
  label(k: number): string {
    return this.labels.of(this.successors.kind[k]!, this.successors.source[k]!, this.successors.item[k]!);
  }

  /** What step k of the last expansion is, for `taken`. */
  stepAt(k: number): StepNumbers {
    const { kind, source, item } = this.successors;
    return { kind: kind[k]!, source: source[k]!, item: item[k]! };
  }

  /** A step as it is told, out of the state in which it is enabled. Changes `successors`. */
  taken(vector: Int32Array, { kind, source, item }: StepNumbers): TakenStep {
    this.stepper.load(vector);
    const label = this.labels.of(kind, source, item);
    this.successors.clear();
    this.stepper.attempt(kind, source, item, 0);
    return { label, deliveries: this.labels.ofReceived() };
  }

  /** Writes the state after step k of the last expansion of `vector` into it. */
  follow(k: number, vector: Int32Array): void {
    const { start, cell, value } = this.successors;
    for (let change = start[k]!; change < start[k + 1]!; change++) vector[cell[change]!] = value[change]!;
  }

  /** Asks a sample of all questions again. @throws CheckError when a machine has changed its mind */
  recheck(): void {
    this.tables.recheck();
  }

  private expandChannel(index: number, channel: ChannelTable, content: number): void {
    const { duplicating, lossy } = channel.spec;
    const offers = channel.offers(content);
    for (let at = 0; at < offers.length; at += 2) {
      this.stepper.message(DELIVER, index, offers[at]!, offers[at + 1]!);
      if (duplicating) this.stepper.message(DUPLICATE, index, offers[at]!, offers[at + 1]!);
    }
    if (!lossy) return;
    const losses = channel.lossesOf(content);
    for (let at = 0; at < losses.length; at += 2)
      this.stepper.message(DROP, index, losses[at]!, losses[at + 1]!);
  }
}
