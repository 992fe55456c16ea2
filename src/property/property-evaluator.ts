import { Expired } from '../interpreter/deadline.js';
import type { Engine } from '../engine/engine.js';
import type { MonitorTable } from '../engine/monitor-table.js';
import type { StepFailure } from '../interpreter/step-failure.js';
import { BUILT_IN_PROPERTIES, hardCaseOf } from '../network/property.js';
import { deadlockMessage } from './deadlock-message.js';
import { alwaysMessage, failureFindings, monitorMessage, obligationMessage } from './messages.js';
import { HardCaseTable } from './hard-case-table.js';
import { PredicateTable } from './predicate-table.js';
import type { PredicateTables } from './predicate-tables.js';
import type { PredicateKind } from './property-result.js';
import { ReadIndex } from './read-index.js';
import type { Finding } from './violation.js';
import { type UnseenThings, unseenThings } from './unseen.js';
import { type Extent, type PropertyVerdict, verdictFor } from './verdict.js';

/** A predicate of the network: an invariant; or a witness, or a claim's hard case, that is wanted until it is reached. */
interface EvaluatedPredicate {
  readonly kind: PredicateKind;
  readonly name: string;
  readonly table: PredicateTable | HardCaseTable;
  margin: number | undefined;
  reached: boolean;
}

/** Evaluates a network's properties on states, and remembers margins and witnesses for the verdict. */
export class PropertyEvaluator {
  private readonly predicates: readonly EvaluatedPredicate[];
  private readonly monitors: readonly MonitorTable[];
  private readonly violated = new Set<string>();
  private readonly reads: ReadIndex;
  /** Channels that there were when predicates were looked at last: when one appears, what was read as empty may be read anew. */
  private channelCount = 0;
  /** A margin has become smaller. */
  private hasLowered = false;

  /** @param tables what an earlier evaluator for the same engine has evaluated already: see `fresh` */
  constructor(
    private readonly engine: Engine,
    private readonly tables: PredicateTables = predicateTables(engine),
  ) {
    this.monitors = engine.monitors;
    this.predicates = engine.network.properties.flatMap(({ kind, name }) => {
      const table = tables.claims.get(name);
      const hardCase = tables.hardCases.get(name);
      const own = { name, margin: undefined, reached: false };
      return [
        ...((kind !== 'always' && kind !== 'reachable') || table === undefined
          ? []
          : [{ kind, table, ...own }]),
        ...(hardCase === undefined ? [] : [{ kind: 'hard case' as const, table: hardCase, ...own }]),
      ];
    });
    this.reads = new ReadIndex(this.predicates.length);
  }

  /** An evaluator that has seen nothing yet, but knows what predicates gave. */
  fresh(): PropertyEvaluator {
    return new PropertyEvaluator(this.engine, this.tables);
  }

  /** Evaluates a sample of all states again. @throws CheckError when a predicate has changed its mind */
  recheck(): void {
    for (const { table } of this.predicates) table.recheck();
  }

  /** The properties that a state violates for the first time. Almost always none: then no array is allocated. */
  inspect(vector: Int32Array): readonly Finding[] {
    let findings = NONE;
    try {
      for (const evaluated of this.predicates) findings = this.evaluate(findings, evaluated, vector);
    } catch (thrown) {
      return foundBefore(thrown, findings);
    }
    for (const monitor of this.monitors) findings = this.look(findings, monitor, vector);
    return findings;
  }

  /** Like `inspect`, for the first state of a run. */
  inspectStart(vector: Int32Array): readonly Finding[] {
    let findings = NONE;
    this.channelCount = this.engine.channels.length;
    try {
      this.predicates.forEach((_, index) => {
        findings = this.evaluateReading(findings, index, vector);
      });
    } catch (thrown) {
      return foundBefore(thrown, findings);
    }
    for (const monitor of this.monitors) findings = this.look(findings, monitor, vector);
    return findings;
  }

  /**
   * Like `inspect`, for a further state of a run: looks only at properties that depend on what the last step changed.
   *
   * @param changed the cells in which the state differs from the one that this evaluator inspected before
   */
  inspectChanged(vector: Int32Array, changed: readonly number[]): readonly Finding[] {
    let findings = NONE;
    try {
      for (const index of this.reads.readersOf(changed)) {
        findings = this.evaluateReading(findings, index, vector);
      }
      if (this.channelCount !== this.engine.channels.length) {
        this.channelCount = this.engine.channels.length;
        this.predicates.forEach(({ table }, index) => {
          if (table.isOutdated) findings = this.evaluateReading(findings, index, vector);
        });
      }
    } catch (thrown) {
      return foundBefore(thrown, findings);
    }
    const first = this.engine.components.length;
    for (const cell of changed) {
      if (cell >= first && cell < first + this.monitors.length) {
        findings = this.look(findings, this.monitors[cell - first]!, vector);
      }
    }
    return findings;
  }

  /** The cells that a property depends on in the state of a run inspected last; `undefined` for a built-in property. */
  cellsOf(property: string): readonly number[] | undefined {
    const monitor = this.monitors.find((each) => each.property.name === property);
    if (monitor !== undefined) return [monitor.cell];
    const predicate = this.predicates.findIndex(
      ({ kind, name }) => name === property && kind !== 'hard case',
    );
    return predicate < 0 ? undefined : this.reads.of(predicate);
  }

  /** Whether a `reachable` property was met in any state inspected so far. */
  hasReached(property: string): boolean {
    return this.predicates.some(({ name, reached }) => reached && name === property);
  }

  /** Of the claims that have a hard case: how many there are, and how many were put to the test. Evaluators that know of each other (`fresh`) count as one. */
  hardCases(): { readonly met: number; readonly total: number } {
    const statuses = this.engine.network.properties.flatMap(({ name }) => this.hardCaseOf(name) ?? []);
    return { met: statuses.filter((isMet) => isMet).length, total: statuses.length };
  }

  /** The smallest margin of each property that has one; nothing, if none has become smaller since this was asked last. */
  loweredMargins(): readonly { readonly name: string; readonly margin: number }[] {
    if (!this.hasLowered) return UNCHANGED;
    this.hasLowered = false;
    return this.predicates.flatMap(({ name, margin }) => (margin === undefined ? [] : [{ name, margin }]));
  }

  /** What is wrong with a state from which no step makes progress. */
  inspectTerminal(vector: Int32Array): readonly Finding[] {
    let findings = NONE;
    if (!this.engine.isAtRest(vector))
      findings = this.add(findings, 'deadlock-freedom', this.describeStuck(vector));
    for (const monitor of this.monitors) {
      const local = vector[monitor.cell] ?? 0;
      if (monitor.isPending[local]) {
        findings = this.add(findings, monitor.property.name, obligationMessage(monitor.local(local)));
      }
    }
    return findings;
  }

  /** What is wrong with a step that fails: its failure first, then monitors that were violated before. */
  inspectFailure(failure: StepFailure): readonly Finding[] {
    let findings = NONE;
    for (const { property, message } of failureFindings(failure)) {
      findings = this.add(findings, property, message);
    }
    return findings;
  }

  /** The verdict on each property, in the order of definition, the built-in ones first. */
  verdicts(extent: Extent): PropertyVerdict[] {
    const verdict = (name: string, reached = true) =>
      this.violated.has(name) ? 'violated' : verdictFor(extent, reached);
    return [
      ...BUILT_IN_PROPERTIES.map((name) => ({ name, verdict: verdict(name) })),
      ...this.engine.network.properties.map((property) => {
        const { kind, name } = property;
        const evaluated = this.predicates.find((each) => each.name === name && each.kind !== 'hard case');
        const margin = evaluated?.margin;
        const reached = evaluated?.kind === 'reachable' ? evaluated.reached : undefined;
        const isTested = this.hardCaseOf(name);
        const isApplicable = !('notApplicable' in property) || property.notApplicable === undefined;
        const untested = !isApplicable ? 'not applicable' : extent === 'complete' ? 'vacuous' : 'not seen';
        return {
          name,
          verdict: verdict(name, reached),
          ...(margin === undefined ? {} : { margin }),
          ...(kind === 'reachable' ? { isWitness: true as const } : {}),
          ...(isTested === undefined ? {} : { hardCase: isTested ? 'met' : untested }),
        } satisfies PropertyVerdict;
      }),
    ];
  }

  /** Whether a claim was put to the test; `undefined` where it does not say what that is. */
  private hardCaseOf(property: string): boolean | undefined {
    const claim = this.tables.claims.get(property);
    const conditions = [
      ...(claim?.hasCondition ? [claim] : []),
      ...(this.tables.hardCases.has(property) ? [this.tables.hardCases.get(property)!] : []),
    ];
    return conditions.length === 0 ? undefined : conditions.every(({ isMet }) => isMet);
  }

  /** What the states inspected did not show: of all states, if the extent is `complete`. */
  unseen(extent: Extent): UnseenThings {
    return unseenThings(this.engine, this.tables, extent, this.violated.size > 0);
  }

  /** @throws CheckError when a predicate has read a field of a context that no state has: for when all states are inspected */
  refuseUnknownFields(): void {
    const { claims, hardCases } = this.tables;
    for (const [name, { names }] of claims) names.refuseUnknownFields(`The property '${name}'`);
    for (const [name, hardCase] of hardCases)
      hardCase.refuseUnknownFields(`The \`hardCase\` of property '${name}'`);
  }

  private evaluateReading(
    findings: readonly Finding[],
    index: number,
    vector: Int32Array,
  ): readonly Finding[] {
    const reads: number[] = [];
    const after = this.evaluate(findings, this.predicates[index]!, vector, reads);
    this.reads.record(index, reads);
    return after;
  }

  private evaluate(
    findings: readonly Finding[],
    evaluated: EvaluatedPredicate,
    vector: Int32Array,
    reads?: number[],
  ): readonly Finding[] {
    if (evaluated.kind === 'reachable') {
      if (!evaluated.reached && evaluated.table.evaluate(vector, reads) === true) evaluated.reached = true;
      return findings;
    }
    if (evaluated.kind === 'hard case') {
      const { table } = evaluated;
      if (!table.isMet && table.evaluate(vector, reads) === true) table.isMet = true;
      return findings;
    }
    const result = evaluated.table.evaluate(vector, reads);
    if (typeof result === 'number' && (evaluated.margin === undefined || result < evaluated.margin)) {
      evaluated.margin = result;
      this.hasLowered = true;
    }
    const message = alwaysMessage(result);
    return message === undefined ? findings : this.add(findings, evaluated.name, message);
  }

  private look(findings: readonly Finding[], monitor: MonitorTable, vector: Int32Array): readonly Finding[] {
    const local = vector[monitor.cell] ?? 0;
    if (!monitor.isViolation[local]) return findings;
    return this.add(findings, monitor.property.name, monitorMessage(monitor.local(local)));
  }

  private add(findings: readonly Finding[], property: string, message: string): readonly Finding[] {
    if (this.violated.has(property)) return findings;
    this.violated.add(property);
    return [...findings, { property, message }];
  }

  /** Expands the state: of a run only its last step may be known. */
  private describeStuck(vector: Int32Array): string {
    // It is looked at once.
    if (this.violated.has('deadlock-freedom')) return '';
    const { engine } = this;
    const state = vector.slice(0, engine.cellCount);
    const count = engine.expand(state);
    const enabled = Array.from({ length: count }, (_, k) => engine.step(k));
    return deadlockMessage(engine.network, engine.contents(state), enabled);
  }
}

const NONE: readonly Finding[] = [];
const UNCHANGED: ReturnType<PropertyEvaluator['loweredMargins']> = [];

/** A property that was found violated before the time was up is violated, though others have not been looked at. */
function foundBefore(thrown: unknown, findings: readonly Finding[]): readonly Finding[] {
  if (thrown instanceof Expired && findings.length > 0) return findings;
  throw thrown;
}

function predicateTables(engine: Engine): PredicateTables {
  const claims = new Map<string, PredicateTable>();
  const hardCases = new Map<string, HardCaseTable>();
  for (const property of engine.network.properties) {
    const { kind, name } = property;
    const hardCase = hardCaseOf(property);
    if (hardCase !== undefined) hardCases.set(name, new HardCaseTable(engine, name, hardCase));
    if (kind !== 'always' && kind !== 'reachable') continue;
    const predicate = kind === 'always' ? property.holds : property.reached;
    const when = kind === 'always' ? property.when : undefined;
    claims.set(name, new PredicateTable(engine, name, predicate, kind, when));
  }
  return { claims, hardCases };
}
