import type { Engine } from '../engine/engine.js';
import type { MonitorTable } from '../engine/monitor-table.js';
import { BUILT_IN_PROPERTIES } from '../network/property.js';
import { alwaysMessage, deadlockMessage, monitorMessage, owedMessage } from './messages.js';
import { PredicateTable } from './predicate-table.js';
import { type Extent, type PropertyVerdict, verdictFor } from './verdict.js';

/** A property that a state, or a step out of it, violates. */
export interface Finding {
  readonly property: string;
  readonly message: string;
}

interface JudgedAlways {
  readonly name: string;
  readonly table: PredicateTable;
  margin: number | undefined;
}

interface JudgedWitness {
  readonly name: string;
  readonly table: PredicateTable;
  reached: boolean;
}

/** Evaluates a network's properties on states, and remembers margins and witnesses for the verdict. */
export class Judge {
  private readonly always: JudgedAlways[] = [];
  private readonly witnesses: JudgedWitness[] = [];
  private readonly monitors: readonly MonitorTable[];
  private readonly violated = new Set<string>();

  /** @param tables what an earlier judge for the same engine has evaluated already: see `fresh` */
  constructor(
    private readonly engine: Engine,
    private readonly tables: ReadonlyMap<string, PredicateTable> = predicateTables(engine),
  ) {
    this.monitors = engine.monitors;
    for (const { kind, name } of engine.network.properties) {
      const table = tables.get(name);
      if (table === undefined) continue;
      if (kind === 'always') this.always.push({ name, table, margin: undefined });
      else this.witnesses.push({ name, table, reached: false });
    }
  }

  /** A judge that has seen nothing yet, but knows what predicates gave. */
  fresh(): Judge {
    return new Judge(this.engine, this.tables);
  }

  /** The properties that a state violates for the first time. Almost always none: then no array is allocated. */
  inspect(vector: Int32Array): readonly Finding[] {
    let findings = NONE;
    for (const judged of this.always) {
      const result = judged.table.evaluate(vector);
      if (typeof result === 'number') {
        if (judged.margin === undefined || result < judged.margin) judged.margin = result;
      }
      const message = alwaysMessage(result);
      if (message !== undefined) findings = this.add(findings, judged.name, message);
    }
    for (const witness of this.witnesses) {
      if (!witness.reached && witness.table.evaluate(vector) === true) witness.reached = true;
    }
    for (const monitor of this.monitors) {
      const local = vector[monitor.slot] ?? 0;
      if (monitor.isViolation[local]) {
        findings = this.add(findings, monitor.property.name, monitorMessage(monitor.local(local)));
      }
    }
    return findings;
  }

  /** What is wrong with a state from which no step brings the network on. */
  inspectTerminal(vector: Int32Array): readonly Finding[] {
    let findings = NONE;
    if (!this.engine.mayStay(vector))
      findings = this.add(findings, 'deadlock-freedom', this.describeStuck(vector));
    for (const monitor of this.monitors) {
      const local = vector[monitor.slot] ?? 0;
      if (monitor.isPending[local]) {
        findings = this.add(findings, monitor.property.name, owedMessage(monitor.local(local)));
      }
    }
    return findings;
  }

  /** What is wrong with a step that fails: at most one finding. */
  inspectFailure(failure: Finding): readonly Finding[] {
    return this.add(NONE, failure.property, failure.message);
  }

  /** The verdict on each property, in the order of definition, the built-in ones first. */
  verdicts(extent: Extent): PropertyVerdict[] {
    const verdict = (name: string, reached = true) =>
      this.violated.has(name) ? 'violated' : verdictFor(extent, reached);
    return [
      ...BUILT_IN_PROPERTIES.map((name) => ({ name, verdict: verdict(name) })),
      ...this.engine.network.properties.map(({ name }) => {
        const margin = this.always.find((judged) => judged.name === name)?.margin;
        const reached = this.witnesses.find((witness) => witness.name === name)?.reached;
        return { name, verdict: verdict(name, reached), ...(margin === undefined ? {} : { margin }) };
      }),
    ];
  }

  private add(findings: readonly Finding[], property: string, message: string): readonly Finding[] {
    if (this.violated.has(property)) return findings;
    this.violated.add(property);
    return [...findings, { property, message }];
  }

  private describeStuck(vector: Int32Array): string {
    const locals = this.engine.components.map((component) => vector[component.slot] ?? 0);
    return deadlockMessage(
      this.engine.components
        .filter((component, index) => !component.mayStay(locals[index]!))
        .map((component) => ({ id: component.id, local: component.local(vector[component.slot] ?? 0) })),
    );
  }
}

const NONE: readonly Finding[] = [];

function predicateTables(engine: Engine): ReadonlyMap<string, PredicateTable> {
  const tables = new Map<string, PredicateTable>();
  for (const property of engine.network.properties) {
    if (property.kind === 'monitor') continue;
    const predicate = property.kind === 'always' ? property.holds : property.reached;
    tables.set(property.name, new PredicateTable(engine, property.name, predicate));
  }
  return tables;
}
