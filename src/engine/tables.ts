import type { AnyEventObject } from 'xstate';
import { canonicalKey } from '../network/canonical.js';
import { channelSpecFor } from '../network/channel.js';
import { CheckError } from '../network/errors.js';
import type { Network } from '../network/network.js';
import { ChannelTable } from './channel-table.js';
import { type Address, ComponentTable } from './component-table.js';
import { MonitorTable } from './monitor-table.js';
import { stateKey } from './plain-network.js';

/**
 * A network compiled to integers. A global state is a vector of small integers, the *state vector*: a local state for each
 * component, then one for each monitor, then a content for each channel in the order in which channels were first used.
 * A vector may be shorter than `slotCount`: channels that were discovered since are empty in it.
 */
export class Tables {
  readonly components: readonly ComponentTable[];
  readonly monitors: readonly MonitorTable[];
  readonly channels: ChannelTable[] = [];
  /** Emitted events and steps, by the number that monitors know them by. */
  readonly observations: AnyEventObject[] = [];
  /** Length of the state vector by now. Grows when a channel is used for the first time. */
  slotCount: number;
  private readonly componentIndex: ReadonlyMap<string, number>;
  private readonly channelIds = new Map<string, number>();
  private readonly observationIds = new Map<string, number>();

  constructor(readonly network: Network) {
    const { componentIds } = network;
    this.componentIndex = new Map(componentIds.map((id, index) => [id, index]));
    const isComponent = (id: string) => this.componentIndex.has(id);
    const surroundings = {
      address: (from: string, to: string, event: AnyEventObject) => this.address(from, to, event),
      observation: (event: AnyEventObject) => this.observationId(event),
    };
    this.components = network.components.map(
      (spec, index) => new ComponentTable(componentIds[index]!, index, spec, isComponent, surroundings),
    );
    this.slotCount = this.components.length;
    this.monitors = network.properties
      .filter((property) => property.kind === 'monitor')
      .map((property) => new MonitorTable(property, this.slotCount++));
    for (const component of this.components) component.start();
  }

  /** How often XState was asked. */
  get questions(): number {
    const tables = [...this.components, ...this.monitors];
    return tables.reduce((sum, table) => sum + table.interpreter.questions, 0);
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

  /** The same key as the plain network gives the state. */
  stateKey(vector: Int32Array): string {
    const at = (slot: number) => vector[slot] ?? 0;
    return stateKey(
      this.components.map((component) => component.local(at(component.slot))),
      this.monitors.map((monitor) => monitor.local(at(monitor.slot))),
      this.channels
        .filter((channel) => channel.slot >= 0)
        .map((channel) => ({
          from: channel.from,
          to: channel.to,
          spec: channel.spec,
          messages: channel.messages(at(channel.slot)),
        })),
    );
  }

  observationId(event: AnyEventObject): number {
    const key = canonicalKey(event, `observation ${event.type}`);
    let id = this.observationIds.get(key);
    if (id === undefined) {
      id = this.observations.length;
      this.observationIds.set(key, id);
      this.observations.push(event);
    }
    return id;
  }

  private address(from: string, to: string, event: AnyEventObject): Address {
    const spec = channelSpecFor(this.network.channels, from, to, event);
    const receiver = this.components[this.indexOf(to)];
    const key = canonicalKey([from, to, spec], 'channel');
    let index = this.channelIds.get(key);
    if (index === undefined) {
      index = this.channels.length;
      const channel = new ChannelTable(from, to, spec, receiver);
      if (spec.kind !== 'sync') channel.slot = this.slotCount++;
      this.channelIds.set(key, index);
      this.channels.push(channel);
    }
    return { channel: index, event: receiver.eventId(event), isSync: spec.kind === 'sync' };
  }
}
