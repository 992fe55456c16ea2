import type { EdgeTables } from '../../core/edge-tables.js';
import { UNKNOWN } from '../../core/edge-tables.js';
import { IS_DUE_DELIVERY, IS_HEALTHY, IS_OWED, StepCode } from '../../core/step-code.js';
import type { End, FailureKind, Place, StepEvent, StepTrace } from '../../core/step-trace.js';
import { Footprints } from '../../core/footprints.js';
import type { TableMemory } from '../../core/table-memory.js';
import { PairTable } from '../store/pair-table.js';
import type { ChannelTable } from '../tables/channel-table.js';
import type { Tables } from '../tables/tables.js';
import type { FairUnits } from './fair-units.js';
import { DONE, type Stepper, type StepRecorder } from './stepper.js';
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
  /** By channel and event, by monitor and observation: the node of what comes of it. */
  private readonly pushNodes = new PairTable();
  private readonly observationNodes = new PairTable();
  /** By channel: the node of its content without the head. */
  private readonly restNodes: number[] = [];
  /** By channel and event: the node of a `fifo` with this head, whose edges lead on by the receiver's local state. */
  private readonly headNodes = new PairTable();
  /** By node, for those that lead from each value of a cell to the one after it: what a value leads to. */
  private readonly finds = new Map<number, (value: number) => number>();

  /** @param makeRoom is told of each value that a cell may come to have */
  constructor(
    private readonly tables: Tables,
    private readonly stepper: Stepper,
    private readonly units: FairUnits,
    private readonly edges: EdgeTables,
    memory: TableMemory,
    private readonly makeRoom: (cell: number, value: number) => void,
  ) {
    this.code = new StepCode(memory, edges, new Footprints(memory));
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
      node = this.nodeOfContent(channel, content);
      edges.set(first, content, node);
      // Other contents with the same head have been seen.
      if (edges.get(node, vector[channel.receiver.cell]!) !== UNKNOWN) return;
    }
    const places = [placeOf(channel, 'head'), { cell: channel.receiver.cell, end: 'whole' }] as const;
    this.compileSource(node, vector[channel.receiver.cell]!, true, vector, places, () => {
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

  private nodeOfContent(channel: ChannelTable, content: number): number {
    if (!isTakenByHead(channel)) return this.edges.add(NO_CELL);
    const head = channel.offers(content)[0]!;
    let node = this.headNodes.get(channel.index, head);
    if (node < 0) {
      node = this.edges.add(NO_CELL);
      this.headNodes.set(channel.index, head, node);
    }
    return node;
  }

  /** Finds out where a node leads for a value of its cell. */
  fill(node: number, value: number): void {
    const after = this.finds.get(node)!(value);
    if (after >= 0) this.makeRoom(this.edges.cellOf(node), after);
    this.edges.set(node, value, after);
  }

  /** Likewise the steps that a component takes by itself. */
  compileComponent(component: number, vector: Int32Array): void {
    const table = this.tables.components[component]!;
    const local = vector[component]!;
    const places = [{ cell: component, end: 'whole' }] as const;
    const isAtRest = table.isAtRest(local);
    this.compileSource(this.componentNodes[component]!, local, isAtRest, vector, places, () => {
      const steps = table.ownSteps(local).map(({ number, answer }) => ({ number, answer }));
      steps.forEach(({ number, answer }, item) => {
        this.stepper.take(number, component, item, answer, -1, 0);
      });
    });
  }

  /** @param places what the source depends on; `perform` performs each of its steps once, in the order of expansion */
  private compileSource(
    node: number,
    local: number,
    isAtRest: boolean,
    vector: Int32Array,
    places: readonly Place[],
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
    if (program === UNKNOWN) edges.set(node, local, code.program(recording.steps, isAtRest, places));
    else code.extend(program, recording.steps);
  }

  private flags(kind: number, source: number, item: number, vector: Int32Array): number {
    const isOwed = this.units.isOwed(kind, source, item, vector);
    const isDueDelivery = isOwed && kind === DELIVER;
    return (
      (isHealthy(kind) ? IS_HEALTHY : 0) | (isOwed ? IS_OWED : 0) | (isDueDelivery ? IS_DUE_DELIVERY : 0)
    );
  }

  set(cell: number, before: number, after: number): StepEvent {
    this.makeRoom(cell, after);
    return { does: 'set', cell, before, after };
  }

  /** A message is taken out of a channel. */
  take(index: number, before: number, after: number): StepEvent {
    const channel = this.tables.channels[index]!;
    if (!isTakenByHead(channel)) return this.set(channel.cell, before, after);
    const node = (this.restNodes[index] ??= this.addMap(
      channel.cell,
      (content) => channel.offers(content)[1]!,
    ));
    return this.map(node, before, after, false, 'head');
  }

  push(index: number, event: number, before: number, after: number): StepEvent {
    const channel = this.tables.channels[index]!;
    let node = this.pushNodes.get(index, event);
    if (node < 0) {
      node = this.addMap(channel.cell, (content) => channel.push(content, event));
      this.pushNodes.set(index, event, node);
    }
    return this.map(node, before, after, channel.spec.whenFull === 'block', placeOf(channel, 'tail').end);
  }

  observe(index: number, observation: number, before: number, after: number): StepEvent {
    let node = this.observationNodes.get(index, observation);
    if (node < 0) {
      const monitor = this.tables.monitors[index]!;
      const event = this.tables.observations[observation]!;
      node = this.addMap(monitor.cell, (local) => monitor.next(local, observation, event));
      this.observationNodes.set(index, observation, node);
    }
    return this.map(node, before, after, false, 'whole');
  }

  private addMap(cell: number, find: (value: number) => number): number {
    const node = this.edges.add(cell);
    this.finds.set(node, find);
    return node;
  }

  private map(node: number, before: number, after: number, isBlockedWhenFull: boolean, end: End): StepEvent {
    const cell = this.edges.cellOf(node);
    if (after >= 0) this.makeRoom(cell, after);
    return { does: 'map', cell, node, before, after, isBlockedWhenFull, end };
  }
}

/** Whether all that the messages of a channel can do depends on its first one, but for what is left in the channel afterwards. */
function isTakenByHead({ spec }: ChannelTable): boolean {
  return spec.kind === 'fifo' && !spec.lossy;
}

/** Of a queue whose head is taken, one of its ends; of any other channel the whole. */
function placeOf(channel: ChannelTable, end: End): Place {
  return { cell: channel.cell, end: isTakenByHead(channel) ? end : 'whole' };
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

  take(channel: number, before: number, after: number): void {
    this.events.push(this.compiler.take(channel, before, after));
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

  end(ended: number, failure?: FailureKind): void {
    const { flags, events } = this;
    this.steps.push({ flags, events, ended: failure ?? (ended === DONE ? 'done' : 'blocked') });
  }
}
