import type { Engine } from '../../engine/engine.js';
import type { MonitorTable } from '../../engine/tables/monitor-table.js';
import { alwaysMessage } from '../../property/messages.js';
import type { PredicateTable } from '../../property/predicate-table.js';
import { predicateTables } from '../../property/predicate-tables.js';

/** Whether a state violates one property that says that something bad never happens. */
export class ViolationTest {
  private readonly monitor: MonitorTable | undefined;
  private readonly predicate: PredicateTable | undefined;

  constructor(engine: Engine, property: string) {
    this.monitor = engine.monitors.find((each) => each.property.name === property);
    const isPredicate = engine.network.properties.some(
      ({ kind, name }) => kind === 'always' && name === property,
    );
    this.predicate = isPredicate ? predicateTables(engine).claims.get(property) : undefined;
  }

  isViolated(vector: Int32Array): boolean {
    if (this.monitor !== undefined) return this.monitor.isViolation[vector[this.monitor.cell] ?? 0] === true;
    return this.predicate !== undefined && alwaysMessage(this.predicate.evaluate(vector)) !== undefined;
  }
}
