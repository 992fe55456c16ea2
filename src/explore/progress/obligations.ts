import type { MonitorTable } from '../../engine/tables/monitor-table.js';
import type { LeadsToProperty } from '../../network/property.js';
import { MEETS, OWES } from '../../property/predicate-tables.js';
import type { PredicateTable } from '../../property/predicate-table.js';
import type { PropertyEvaluator } from '../../property/property-evaluator.js';
import { StateBits } from './state-bits.js';
import type { StateGraph } from './state-graph.js';

/** Something that a run owes: the states in which it may, and those in which it begins to. */
export interface Obligation {
  readonly property: string;
  readonly region: StateBits;
  readonly seeds: StateBits;
}

/** What a monitor that can be pending owes, in each state in which it is. */
export interface MonitorObligation extends Obligation {
  readonly monitor: MonitorTable;
}

/** The states in which something is owed, of all properties of a network that are not known to be violated. */
export class Obligations {
  readonly ofMonitors: readonly MonitorObligation[];
  readonly ofProperties: readonly (Obligation & {
    readonly isOwedAtStart: boolean;
    readonly table: PredicateTable;
  })[];

  /** By monitor: its cell, and a byte for each of its local states, 1 where it is pending. */
  private readonly cells: readonly number[];
  private readonly pending: readonly Uint8Array[];

  constructor(
    private readonly graph: StateGraph,
    evaluator: PropertyEvaluator,
  ) {
    const { engine, size } = graph;
    this.ofMonitors = engine.monitors
      .filter(({ isPending, property }) => isPending.includes(true) && !evaluator.isViolated(property.name))
      .map((monitor) => {
        const region = new StateBits(size);
        return { property: monitor.property.name, monitor, region, seeds: region };
      });
    this.cells = this.ofMonitors.map(({ monitor }) => monitor.cell);
    this.pending = this.ofMonitors.map(({ monitor }) =>
      Uint8Array.from(monitor.isPending, (isPending) => (isPending ? 1 : 0)),
    );
    this.ofProperties = engine.network.properties
      .filter((property): property is LeadsToProperty => property.kind === 'leads to')
      .filter(({ name }) => !evaluator.isViolated(name))
      .map(({ name, from }) => ({
        property: name,
        isOwedAtStart: from === undefined,
        table: evaluator.tables.claims.get(name)!,
        region: new StateBits(size),
        seeds: new StateBits(size),
      }));
  }

  /** Whether nothing can be owed. */
  get isEmpty(): boolean {
    return this.ofMonitors.length === 0 && this.ofProperties.length === 0;
  }

  get bytes(): number {
    const ofProperties = this.ofProperties.reduce(
      (sum, { region, seeds }) => sum + region.bytes + seeds.bytes,
      0,
    );
    return this.ofMonitors.reduce((sum, { region }) => sum + region.bytes, ofProperties);
  }

  /** Takes note of what is owed in a state that the graph has read last. */
  note(state: number): void {
    const { vector } = this.graph;
    const { cells, pending } = this;
    for (let at = 0; at < cells.length; at++)
      if (pending[at]![vector[cells[at]!]!] === 1) this.ofMonitors[at]!.region.add(state);
    for (const { table, region, seeds, isOwedAtStart } of this.ofProperties) {
      const sides = table.evaluate(vector) as number;
      if ((sides & MEETS) !== 0) continue;
      region.add(state);
      if ((sides & OWES) !== 0 || (isOwedAtStart && this.graph.parent(state) < 0)) seeds.add(state);
    }
  }
}
