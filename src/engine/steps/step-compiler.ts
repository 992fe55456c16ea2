import type { EdgeTables } from '../../core/edge-tables.js';
import { UNKNOWN } from '../../core/edge-tables.js';
import { IS_HEALTHY, IS_OWED, StepCode, type StepEvent, type StepTrace } from '../../core/step-code.js';
import type { TableMemory } from '../../core/table-memory.js';
import { PairTable } from '../store/pair-table.js';
import type { ChannelTable } from '../tables/channel-table.js';
import type { Tables } from '../tables/tables.js';
import type { FairUnits } from './fair-units.js';
import { BLOCKED, DONE, type Stepper, type StepRecorder } from './stepper.js';
import { DELIVER, DROP, DUPLICATE, isHealthy } from './successors.js';

/** No cell: the node is about the local state of whoever receives. */
const NO_CELL = -1;

/**
 * Compiles the steps of a network for the core, as they occur. A *source* of steps is a channel with its content and its receiver's local state, or a component
 * with its own: nearly all states are put together from the same few sources, and what a source's steps read besides is told by performing them.
 */
export class StepCompiler {
  /** The channels that hold messages, in the order of expansion. */
  readonly channels: ChannelTable[] = [];
  /** By channel of `channels`, and by component: the node whose edges lead on by content, or by local state. */
  readonly channelNodes: number[] = [];
  readonly componentNodes: readonly number[];
  private channelsSeen = 0;
  private readonly code: StepCode;
  private readonly pushNodes = new PairTable();
  private readonly observationNodes = new PairTable();

  /** @param makeRoom is told of each value that a cell may come to have */
  constructor(
    private readonly tables: Tables,
    private readonly stepper: Stepper,
    private readonly units: FairUnits,
    private readonly edges: EdgeTables,
    memory: TableMemory,
    private readonly makeRoom: (cell: number, value: number) => void,
  ) {
    this.code = new StepCode(memory, edges);
    this.componentNodes = tables.components.map(({ cell }) => edges.add(cell));
  }

  /** Takes note of channels that were used for the first time. Returns whether there are any. */
  discover(): boolean {
    const { channels } = this.tables;
    const before = this.channels.length;
    for (; this.channelsSeen < channels.length; this.channelsSeen++) {
      const channel = channels[this.channelsSeen]!;
      if (channel.cell < 0) continue;
      this.channels.push(channel);
      this.channelNodes.push(this.edges.add(channel.cell));
    }
    return this.channels.length > before;
  }

  /**
   * Compiles what the steps of a channel of `channels` do in a state, as far as it is not known. Whatever has not been asked is asked in the order in which
   * expanding the state would.
   */
  compileChannel(position: number, vector: Int32Array): void {
    const { edges } = this;
    const channel = this.channels[position]!;
    const content = vector[channel.cell]!;
    const first = this.channelNodes[position]!;
    let node = edges.get(first, content);
    if (node === UNKNOWN) {
      node = edges.add(NO_CELL);
      edges.set(first, content, node);
    }
    this.compileSource(node, vector[channel.receiver.cell]!, true, vector, () => {
      const { lossy, duplicating } = channel.spec;
      const offers = channel.offers(content);
      for (let at = 0; at < offers.length; at += 2) {
        this.stepper.message(DELIVER, channel.index, offers[at]!, offers[at + 1]!);
        if (duplicating) this.stepper.message(DUPLICATE, channel.index, offers[at]!, offers[at + 1]!);
      }
      if (!lossy) return;
      const losses = channel.lossesOf(content);
      for (let at = 0; at < losses.length; at += 2)
        this.stepper.message(DROP, channel.index, losses[at]!, losses[at + 1]!);
    });
  }

  /** Likewise the steps that a component takes by itself. */
  compileComponent(component: number, vector: Int32Array): void {
    const table = this.tables.components[component]!;
    const local = vector[component]!;
    this.compileSource(this.componentNodes[component]!, local, table.isAtRest(local), vector, () => {
      const steps = table.ownSteps(local).map(({ number, answer }) => ({ number, answer }));
      steps.forEach(({ number, answer }, item) => {
        this.stepper.take(number, component, item, answer, -1, 0);
      });
    });
  }

  /** @param perform performs each step of the source once, in the order of expansion */
  private compileSource(
    node: number,
    local: number,
    isAtRest: boolean,
    vector: Int32Array,
    perform: () => void,
  ): void {
    const { edges, code } = this;
    this.stepper.load(vector);
    this.stepper.successors.clear();
    const recording = new Recording((kind, source, item) => this.flags(kind, source, item, vector), this);
    this.stepper.recorder = recording;
    try {
      perform();
    } finally {
      this.stepper.recorder = undefined;
    }
    const program = edges.get(node, local);
    if (program === UNKNOWN) edges.set(node, local, code.program(recording.steps, isAtRest));
    else code.extend(program, recording.steps);
  }

  private flags(kind: number, source: number, item: number, vector: Int32Array): number {
    const unit = this.units.of(kind, source, item, vector);
    const isOwed = unit >= 0 && this.units.fairness(unit) !== 'none';
    return (isHealthy(kind) ? IS_HEALTHY : 0) | (isOwed ? IS_OWED : 0);
  }

  set(cell: number, before: number, after: number): StepEvent {
    this.makeRoom(cell, after);
    return { does: 'set', cell, before, after };
  }

  push(index: number, event: number, before: number, after: number): StepEvent {
    const { cell, spec } = this.tables.channels[index]!;
    const isBlockedWhenFull = spec.whenFull === 'block';
    return this.map(this.pushNodes, index, event, cell, before, after, isBlockedWhenFull);
  }

  observe(monitor: number, observation: number, before: number, after: number): StepEvent {
    const { cell } = this.tables.monitors[monitor]!;
    return this.map(this.observationNodes, monitor, observation, cell, before, after, false);
  }

  private map(
    nodes: PairTable,
    row: number,
    column: number,
    cell: number,
    before: number,
    after: number,
    isBlockedWhenFull: boolean,
  ): StepEvent {
    let node = nodes.get(row, column);
    if (node < 0) {
      node = this.edges.add(cell);
      nodes.set(row, column, node);
    }
    if (after >= 0) this.makeRoom(cell, after);
    return { does: 'map', cell, node, before, after, isBlockedWhenFull };
  }
}

/** The steps of one source, as they went. */
class Recording implements StepRecorder {
  readonly steps: StepTrace[] = [];
  private events: StepEvent[] = [];
  private flags = 0;

  constructor(
    private readonly flagsOf: (kind: number, source: number, item: number) => number,
    private readonly compiler: StepCompiler,
  ) {}

  begin(kind: number, source: number, item: number): void {
    this.flags = this.flagsOf(kind, source, item);
    this.events = [];
  }

  read(cell: number, value: number): void {
    this.events.push({ does: 'read', cell, value });
  }

  set(cell: number, before: number, after: number): void {
    if (before !== after) this.events.push(this.compiler.set(cell, before, after));
  }

  push(channel: number, event: number, before: number, after: number): void {
    this.events.push(this.compiler.push(channel, event, before, after));
  }

  observe(monitor: number, observation: number, before: number, after: number): void {
    this.events.push(this.compiler.observe(monitor, observation, before, after));
  }

  mark(): void {
    this.events.push({ does: 'mark' });
  }

  end(ended: number): void {
    const { flags, events } = this;
    this.steps.push({
      flags,
      events,
      ended: ended === DONE ? 'done' : ended === BLOCKED ? 'blocked' : 'failed',
    });
  }
}
