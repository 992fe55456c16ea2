import type { AnyEventObject, AnyStateMachine } from 'xstate';
import { actorsKey } from '../../network/actors.js';
import { plainKey } from '../../network/canonical.js';
import {
  type ChannelSpec,
  channelSpecFor,
  type ResolvedChannelSpec,
  compareChannels,
  sameChannel,
} from '../../network/channel.js';
import { CheckError } from '../../network/errors.js';
import type { ComponentSpec, Network } from '../../network/network.js';
import { quotedWhereNeeded } from '../../network/quoted.js';
import { ChannelRules } from './channel-rules.js';
import { ChannelTable } from './channel-table.js';
import { MachineTable } from './machine-table.js';
import { type Address, ComponentTable } from './component-table.js';
import { hashText } from '../store/hash.js';
import { Interner } from '../store/interner.js';
import type { StateContents } from '../../interpreter/contents.js';
import { MachineCopies } from '../../interpreter/machine-copies.js';
import { representatives } from '../../interpreter/names.js';
import { MonitorTable } from './monitor-table.js';
import { Repetitions } from '../../interpreter/repetitions.js';
import { SharedAnswers } from './shared-answers.js';

/**
 * A network compiled to integers. A global state is a vector of small integers, the *state vector*: a local state for each
 * component, then one for each monitor, then a content for each channel in the order in which channels were first used.
 * A vector may be shorter than `cellCount`: channels that were discovered since are empty in it.
 */
export class Tables {
  readonly components: readonly ComponentTable[];
  readonly monitors: readonly MonitorTable[];
  readonly channels: ChannelTable[] = [];
  readonly channelRules: ChannelRules;
  /** Emitted events and steps, by the number that monitors know them by. */
  readonly observations: AnyEventObject[] = [];
  /** The questions that are asked again. */
  private readonly repetitions = new Repetitions();
  private readonly copies: MachineCopies;
  /** Length of the state vector by now. Grows when a channel is used for the first time. */
  cellCount: number;
  private readonly componentIndex: ReadonlyMap<string, number>;
  /** By sender and receiver: see `pairKey`. */
  private readonly channelsOfPairs = new Map<number, ChannelTable[]>();
  /** By component: the channels to it, in the order of their senders. */
  private readonly channelsOfReceivers: ChannelTable[][];
  /** By cell in the state vector, from the first channel's on: index of the channel. */
  private readonly channelsByCell: number[] = [];
  private readonly firstChannelCell: number;
  private readonly interner: Interner;
  /** By number of the event. */
  private readonly observationIds = new Map<number, number>();
  /** By machine, and by what else components must have in common. */
  private readonly sharedTables = new Map<AnyStateMachine, Map<string, MachineTable>>();
  private readonly eventHashes = new Map<number, number>();
  private readonly channelSpecs = new Map<ChannelSpec, ResolvedChannelSpec>();
  /** By component: indices of the monitors that listen to it, by itself or to all, in ascending order. */
  private readonly listening: ReadonlyMap<string, readonly number[]>;
  private readonly listeningToAll: readonly number[];

  constructor(readonly network: Network) {
    const { componentIds } = network;
    const shared = SharedAnswers.of(network);
    this.interner = shared?.interner ?? new Interner();
    this.copies = new MachineCopies(shared?.copies);
    this.channelRules = new ChannelRules(network.channels);
    this.componentIndex = new Map(componentIds.map((id, index) => [id, index]));
    const isComponent = (id: string) => this.componentIndex.has(id);
    const { copies } = this;
    const surroundings = {
      shared,
      interner: this.interner,
      copies,
      sampleOf: (machine: AnyStateMachine) => this.repetitions.sampleOf(machine),
      listeners: (component: string, type: string) => this.listeners(component, type),
      address: (from: string, to: string, event: AnyEventObject) => this.address(from, to, event),
      observation: (event: AnyEventObject) => this.observationId(event),
      tableOf: (id: string, spec: ComponentSpec) => this.tableOf(id, spec),
    };
    this.components = network.components.map(
      (spec, index) => new ComponentTable(componentIds[index]!, index, spec, isComponent, surroundings),
    );
    this.channelsOfReceivers = this.components.map(() => []);
    this.cellCount = this.components.length;
    this.monitors = network.properties
      .filter((property) => property.kind === 'monitor')
      .map((property) => {
        const sample = this.repetitions.sampleOf(property.machine);
        return new MonitorTable(property, this.cellCount++, this.interner, copies, sample, shared);
      });
    this.firstChannelCell = this.cellCount;
    const indices = this.monitors.map((_, index) => index);
    this.listeningToAll = indices.filter((index) => this.monitors[index]!.property.from === undefined);
    const listening = new Map<string, number[]>();
    for (const index of indices) {
      for (const component of this.monitors[index]!.property.from ?? []) {
        const own = listening.get(component) ?? [...this.listeningToAll];
        listening.set(component, own);
        if (!own.includes(index)) own.push(index);
      }
    }
    this.listening = new Map(
      [...listening].map(([component, own]) => [component, own.toSorted((one, other) => one - other)]),
    );
  }

  /** Indices of the monitors to which an observation can make a difference. */
  private listeners(component: string, type: string): readonly number[] {
    const listening = this.listening.get(component) ?? this.listeningToAll;
    return listening.filter((index) => this.monitors[index]!.observes(component, type));
  }

  get knowsNoObjects(): boolean {
    return this.interner.knowsNoObjects;
  }

  asMade<T>(form: T): T {
    return this.interner.asMade(form);
  }

  forgetMade(): void {
    this.interner.forgetMade();
  }

  /** How often XState was asked. */
  get questions(): number {
    const tables = [...this.components, ...this.monitors];
    return tables.reduce((sum, table) => sum + table.interpreter.questions, 0);
  }

  /** Asks a sample of all questions again. @throws CheckError when a machine has changed its mind */
  recheck(): void {
    this.repetitions.atEnd(this.copies.guards);
  }

  /** Index of a component, if the network has it. */
  findComponent(id: string): number | undefined {
    return this.componentIndex.get(id);
  }

  /** Index of a component. @throws CheckError for an id that the network does not have */
  indexOf(component: string): number {
    const index = this.componentIndex.get(component);
    if (index === undefined) {
      throw new CheckError(
        `There is no component '${component}' in network '${this.network.name}'; it has ${this.network.componentIds.join(', ')}.`,
      );
    }
    return index;
  }

  /** The channels from one component to another that have been used so far, whichever came first. */
  channelsBetween(from: string, to: string): readonly ChannelTable[] {
    return this.channelsOfPairs.get(this.pairKey(from, to)) ?? NO_CHANNELS;
  }

  /** The channels to a component that have been used so far, in the order of their senders. */
  channelsTo(component: string): readonly ChannelTable[] {
    return this.channelsOfReceivers[this.indexOf(component)]!;
  }

  /** Index of the channel whose content stands in a cell of the state vector; -1 for the cell of a component or a monitor. */
  channelAt(cell: number): number {
    return cell < this.firstChannelCell ? -1 : this.channelsByCell[cell - this.firstChannelCell]!;
  }

  /** A global state in XState's own terms. */
  contents(vector: Int32Array): StateContents {
    const at = (cell: number) => vector[cell] ?? 0;
    return {
      locals: this.components.map((component) => component.local(at(component.cell))),
      monitors: this.monitors.map((monitor) => monitor.local(at(monitor.cell))),
      channels: this.channels
        .filter((channel) => channel.cell >= 0)
        .map((channel) => ({
          from: channel.from,
          to: channel.to,
          spec: channel.spec,
          messages: channel.messages(at(channel.cell)),
        })),
    };
  }

  observationId(event: AnyEventObject): number {
    const form = this.interner.canonical(event, `event ${quotedWhereNeeded(event.type)}`);
    const number = this.interner.number(form);
    let id = this.observationIds.get(number);
    if (id === undefined) {
      id = this.observations.length;
      this.observationIds.set(number, id);
      this.observations.push(form);
    }
    return id;
  }

  private eventHash(event: AnyEventObject, number: number): number {
    let hash = this.eventHashes.get(number);
    if (hash === undefined) {
      hash = hashText(plainKey(event));
      this.eventHashes.set(number, hash);
    }
    return hash;
  }

  /** The table of a component: one for all that are alike. */
  private tableOf(id: string, spec: ComponentSpec): MachineTable {
    const { machine, aliases, ignoredActions = [], crashes, actors } = spec;
    const isShared = aliases !== undefined;
    const newTable = () =>
      new MachineTable(isShared, this.interner, (event, number) => this.eventHash(event, number));
    if (!isShared) return newTable();
    // Which names there are, which of them mean the component itself, and which the same one, can make a difference to its machine.
    const alike = representatives(spec);
    const names = Object.entries(aliases).map(([name, named]) => [name, named === id, alike.get(name)]);
    // Who restarts knows where he began.
    const key = JSON.stringify([
      names.sort(),
      ignoredActions.toSorted(),
      crashes?.restarts === true,
      actorsKey(actors),
    ]);
    let ofMachine = this.sharedTables.get(machine);
    if (ofMachine === undefined) {
      ofMachine = new Map();
      this.sharedTables.set(machine, ofMachine);
    }
    let table = ofMachine.get(key);
    if (table === undefined) {
      table = newTable();
      ofMachine.set(key, table);
    }
    return table;
  }

  private address(from: string, to: string, event: AnyEventObject): Address {
    const spec = channelSpecFor(this.network.channels, from, to, event, this.channelSpecs);
    this.channelRules.record(from, to, event.type);
    const receiver = this.components[this.indexOf(to)]!;
    const pair = this.pairKey(from, to);
    let between = this.channelsOfPairs.get(pair);
    if (between === undefined) this.channelsOfPairs.set(pair, (between = []));
    let channel = between.find((known) => known.spec === spec || sameChannel(known.spec, spec));
    if (channel === undefined) {
      channel = new ChannelTable(from, to, spec, receiver, this.channels.length, this.indexOf(from));
      this.channels.push(channel);
      if (spec.kind !== 'sync') {
        channel.cell = this.cellCount++;
        this.channelsByCell.push(channel.index);
      }
      between.push(channel);
      between.sort((one, other) => compareChannels(one.spec, other.spec));
      const { senderIndex } = channel;
      const others = this.channelsOfReceivers[this.indexOf(to)]!;
      const behind = others.findLastIndex((other) => other.senderIndex <= senderIndex);
      others.splice(behind + 1, 0, channel);
    }
    return { channel: channel.index, event: receiver.eventId(event), isSync: spec.kind === 'sync' };
  }

  private pairKey(from: string, to: string): number {
    return this.indexOf(from) * this.components.length + this.indexOf(to);
  }
}

const NO_CHANNELS: readonly ChannelTable[] = [];
