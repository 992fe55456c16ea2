import type { MonitorTable } from '../../engine/tables/monitor-table.js';
import type { LeadsToProperty } from '../../network/property.js';
import { MEETS, OWES } from '../../property/predicate-tables.js';
import type { PredicateTable } from '../../property/predicate-table.js';
import type { PropertyEvaluator } from '../../property/property-evaluator.js';
import { StateBits } from './state-bits.js';
import type { StateGraph } from './state-graph.js';

/** Work between two pauses. */
const STATES_PER_PAUSE = 256;

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

  /** By monitor: a byte for each of its local states, 1 where it is pending. */
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

  /** Takes note of what is owed in each state. */
  *noteAll(): Generator<void> {
    if (this.isEmpty) return;
    const { graph, ofMonitors, ofProperties, pending } = this;
    const sides = ofProperties.map(({ table }) => new SidesByCell(graph, table));
    for (let from = (graph.size - 1) & -STATES_PER_PAUSE; from >= 0; from -= STATES_PER_PAUSE) {
      yield;
      const to = Math.min(graph.size, from + STATES_PER_PAUSE);
      const cells = [...ofMonitors.map(({ monitor }) => monitor.cell), ...sides.map(({ cell }) => cell)];
      const values = graph.readCells(cells, from, to);
      const column = (index: number) => values.subarray(index * (to - from), (index + 1) * (to - from));
      ofMonitors.forEach(({ region }, index) => region.addWhere(from, column(index), pending[index]!));
      ofProperties.forEach((obligation, index) => {
        noteSides(obligation, sides[index]!, from, column(ofMonitors.length + index));
        if (obligation.isOwedAtStart) this.noteStart(obligation, to);
      });
    }
  }

  /** Initial states come first. */
  private noteStart({ region, seeds }: Obligation, end: number): void {
    for (let state = 0; state < end && this.graph.parent(state) < 0; state++)
      if (region.has(state)) seeds.add(state);
  }
}

/** @param values what states from one on have in the cell that the sides are kept by */
function noteSides(
  { region, seeds }: Obligation,
  sides: SidesByCell,
  from: number,
  values: Int32Array,
): void {
  if (sides.learn(from, values)) {
    region.addWhere(from, values, sides.isOwed);
    seeds.addWhere(from, values, sides.isBegun);
    return;
  }
  for (let state = from + values.length - 1; state >= from; state--) {
    const said = sides.of(state);
    if ((said & MEETS) !== 0) continue;
    region.add(state);
    if ((said & OWES) !== 0) seeds.add(state);
  }
}

/** What a property that leads to something says of states. Most say something about one component: then it is kept by what there is in one cell. */
class SidesByCell {
  /** The cell; -1 if there is none, or not only one. */
  cell: number;
  /** By value of the cell, a byte that is 1 where something is owed, and where it begins to be. */
  isOwed = new Uint8Array(64);
  isBegun = new Uint8Array(64);
  private isKnown = new Uint8Array(64);

  constructor(
    private readonly graph: StateGraph,
    private readonly table: PredicateTable,
  ) {
    this.cell = table.onlyCell;
  }

  /** Learns what is said of states from one on, if it depends on their values in the cell only. Returns whether it does. */
  learn(from: number, values: Int32Array): boolean {
    if (this.cell < 0) return false;
    for (let at = values.length - 1; at >= 0; at--) {
      const value = values[at]!;
      if (this.isKnown[value] === 1) continue;
      const said = this.of(from + at);
      // It may have been seen to depend on more.
      this.cell = this.table.onlyCell;
      if (this.cell < 0) return false;
      this.makeRoom(value);
      this.isKnown[value] = 1;
      this.isOwed[value] = (said & MEETS) === 0 ? 1 : 0;
      this.isBegun[value] = said === OWES ? 1 : 0;
    }
    return true;
  }

  of(state: number): number {
    return this.table.evaluate(this.graph.read(state)) as number;
  }

  private makeRoom(value: number): void {
    if (value < this.isKnown.length) return;
    const longer = (old: Uint8Array) => {
      const bytes = new Uint8Array(2 * (value + 1));
      bytes.set(old);
      return bytes;
    };
    this.isKnown = longer(this.isKnown);
    this.isOwed = longer(this.isOwed);
    this.isBegun = longer(this.isBegun);
  }
}
