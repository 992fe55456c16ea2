import { Expired } from '../interpreter/deadline.js';
import type { Engine } from '../engine/engine.js';
import { BUILT_IN_PROPERTIES, NO_STUCK, type Property } from '../network/property.js';
import type { MonitorTable } from '../engine/tables/monitor-table.js';
import type { StepFailure } from '../interpreter/step-failure.js';
import { isOfEndlessRuns } from '../network/property-names.js';
import { mayEndBefore, type Outlook } from '../engine/steps/outlook.js';
import { deadlockMessage } from './deadlock-message.js';
import {
  alwaysMessage,
  failureFindings,
  monitorMessage,
  obligationMessage,
  owedMessage,
} from './messages.js';
import type { HardCaseTable } from './hard-case-table.js';
import { OwedInRuns, owedAtStart } from './owed-in-runs.js';
import type { PredicateTable } from './predicate-table.js';
import { type PredicateTables, predicateTables } from './predicate-tables.js';
import type { PredicateKind } from './property-result.js';
import { ReadIndex } from './read-index.js';
import type { Finding } from './violation.js';
import { type UnseenThings, unseenThings } from './unseen.js';
import {
  type EndlessExtent,
  type Extent,
  type PropertyVerdict,
  type Verdict,
  verdictFor,
} from './verdict.js';

/** A predicate of the network: an invariant; or a witness, or a claim's hard case, that is wanted until it is reached. */
interface EvaluatedPredicate {
  readonly kind: PredicateKind;
  readonly name: string;
  readonly table: PredicateTable | HardCaseTable;
  margin: number | undefined;
  reached: boolean;
}

/** Whether a result is a smaller margin than any that has been seen. */
const lowersMargin = ({ margin }: EvaluatedPredicate, result: boolean | number): result is number =>
  typeof result === 'number' && (margin === undefined || result < margin);

/** A predicate that is evaluated in each state, and whether a result must be told of. */
export interface JudgedPredicate {
  readonly table: PredicateTable;
  /** Changes when other results must be told of. */
  readonly key: string;
  attends(result: boolean | number): boolean;
  /** Whether it is a smaller margin than any that has been seen. */
  lowers(result: boolean | number): boolean;
}

/** Evaluates a network's properties on states, and remembers margins and witnesses for the verdict. */
export class PropertyEvaluator {
  private readonly predicates: readonly EvaluatedPredicate[];
  private readonly monitors: readonly MonitorTable[];
  private readonly violated = new Set<string>();
  private readonly judged = new Set<string>();
  private readonly reads: ReadIndex;
  /** Channels that there were when predicates were looked at last: when one appears, what was read as empty may be read anew. */
  private channelCount = 0;
  /** Of runs: the predicates that have read channels. There may be thousands of others, and as many channels that appear one by one. */
  private readonly channelReaders = new Set<number>();
  private readonly owed = new OwedInRuns();
  /** A margin has become smaller. */
  private hasLowered = false;

  /** @param tables what an earlier evaluator for the same engine has evaluated already: see `fresh` */
  constructor(
    private readonly engine: Engine,
    readonly tables: PredicateTables = predicateTables(engine),
  ) {
    this.monitors = engine.monitors;
    this.predicates = engine.network.properties.flatMap(({ kind, name }) => {
      const table = tables.claims.get(name);
      const hardCase = tables.hardCases.get(name);
      const own = { name, margin: undefined, reached: false };
      return [
        ...(kind === 'monitor' || kind === 'can rest' || table === undefined
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
    for (const table of this.tables.possible.values()) table.recheck();
  }

  /** Asks in one state what else is asked only when all states are known, so that a mistake in it shows at once. */
  tryOut(vector: Int32Array): void {
    for (const table of this.tables.possible.values()) table.evaluate(vector);
  }

  /** Grows whenever `judgedPredicates` changes. */
  get settledCount(): number {
    let count = this.violated.size;
    for (const { kind, reached, table } of this.predicates) {
      if (reached || (kind === 'hard case' && table.isMet)) count++;
    }
    return count;
  }

  /** The predicates that `inspect` evaluates by now, and the results that make a difference to it. */
  *judgedPredicates(): Generator<JudgedPredicate> {
    const wanted = { key: '', attends: (result: boolean | number) => result === true, lowers: () => false };
    for (const evaluated of this.predicates) {
      const { kind, name, table, reached } = evaluated;
      if (kind === 'hard case') {
        const { isMet, situations } = table as HardCaseTable;
        if (!isMet) for (const situation of situations) yield { ...wanted, table: situation };
      } else if (kind === 'reachable') {
        if (!reached) yield { ...wanted, table: table as PredicateTable };
      } else {
        const isViolated = this.violated.has(name);
        const attends = (result: boolean | number) =>
          kind !== 'leads to' && !isViolated && alwaysMessage(result) !== undefined;
        const lowers = (result: boolean | number) => kind !== 'leads to' && lowersMargin(evaluated, result);
        yield { table: table as PredicateTable, key: String(isViolated), attends, lowers };
      }
    }
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

  /**
   * Like `inspect`, for the first state of a run.
   *
   * @param owed of a run that begins within another one: what that owed there
   */
  inspectStart(vector: Int32Array, owed = owedAtStart(this.engine.network.properties)): readonly Finding[] {
    let findings = NONE;
    this.channelCount = this.engine.channels.length;
    this.owed.begin(owed);
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
   * @param changed the cells in which the state differs from the one that this evaluator inspected before, so many of them
   */
  inspectChanged(
    vector: Int32Array,
    changed: ArrayLike<number>,
    count: number = changed.length,
  ): readonly Finding[] {
    let findings = NONE;
    try {
      const { found } = this.reads;
      const readers = this.reads.find(changed, count);
      for (let at = 0; at < readers; at++) {
        findings = this.evaluateReading(findings, found[at]!, vector);
      }
      if (this.channelCount !== this.engine.channels.length) {
        this.channelCount = this.engine.channels.length;
        for (const index of this.channelReaders) {
          if (this.predicates[index]!.table.isOutdated)
            findings = this.evaluateReading(findings, index, vector);
        }
      }
    } catch (thrown) {
      return foundBefore(thrown, findings);
    }
    const first = this.engine.components.length;
    for (let at = 0; at < count; at++) {
      const cell = changed[at]!;
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

  /**
   * Whether the end of a run is to be looked for in a state, before the only step in the engine's `successors` is taken: the step is not one that
   * fairness makes happen.
   */
  mayFindEnd(vector: Int32Array): boolean {
    const { successors, units } = this.engine;
    if (successors.failures.size > 0) return false;
    return successors.progressing === 0 || (this.isOwing(vector) && mayEndBefore(successors, units, vector));
  }

  /** Whether something is pending, or owed: then the end of a run would violate it. */
  isOwing(vector: Int32Array): boolean {
    if (this.owed.isAny) return true;
    for (const { cell, isPending } of this.monitors) if (isPending[vector[cell] ?? 0]) return true;
    return false;
  }

  /** What is wrong with a state in which a run ends, or may end. */
  inspectEnd(vector: Int32Array, outlook: Outlook): readonly Finding[] {
    let findings = NONE;
    if (outlook.isTerminal && !this.engine.isAtRest(vector))
      findings = this.add(findings, 'deadlock-freedom', this.describeStuck(vector));
    if (!outlook.mayEnd) return findings;
    for (const monitor of this.monitors) {
      const local = vector[monitor.cell] ?? 0;
      if (!monitor.isPending[local]) continue;
      const message = obligationMessage(monitor.local(local), outlook);
      findings = this.add(findings, monitor.property.name, message);
    }
    for (const name of this.owed.names) findings = this.add(findings, name, owedMessage(outlook));
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

  /**
   * The verdict on each property that was judged, in the order of definition, the built-in ones first.
   *
   * @param endless what was judged of runs that never end
   */
  verdicts(extent: Extent, endless: EndlessExtent = 'not judged'): PropertyVerdict[] {
    const ofRuns = (name: string): PropertyVerdict[] => {
      if (this.violated.has(name)) return [{ name, verdict: 'violated' }];
      if (endless === 'not judged') return [];
      return [{ name, verdict: endless === 'judged' || this.judged.has(name) ? 'holds' : 'inconclusive' }];
    };
    return [
      ...BUILT_IN_PROPERTIES.flatMap((name) =>
        name === NO_STUCK ? ofRuns(name) : [{ name, verdict: this.verdictOfStates(name, extent) }],
      ),
      ...this.engine.network.properties.flatMap((property): PropertyVerdict[] => {
        const { kind, name } = property;
        const hardCase = this.hardCaseField(property, extent);
        const isOfRuns =
          // A walk judges runs that end: of what leads to what it tells something.
          (isOfEndlessRuns(this.engine.network, name) && (kind !== 'leads to' || extent !== 'sample')) ||
          (kind === 'monitor' && endless === 'interrupted' && this.isEverPending(name));
        if (isOfRuns) return ofRuns(name).map((verdict) => ({ ...verdict, ...hardCase }));
        const evaluated = this.predicates.find((each) => each.name === name && each.kind === kind);
        const margin = evaluated?.margin;
        return [
          {
            name,
            verdict: this.verdictOfStates(
              name,
              extent,
              evaluated?.kind === 'reachable'
                ? evaluated.reached
                : extent === 'complete' || this.owed.isDecided(name),
            ),
            // As near as nothing is no number that one could plot, or write as JSON.
            ...(margin === undefined || !Number.isFinite(margin) ? {} : { margin }),
            ...(kind === 'reachable' ? { isWitness: true as const } : {}),
            ...hardCase,
          },
        ];
      }),
    ];
  }

  /** Takes note of what a search has found by itself. None, if the property is known to be violated. */
  note(property: string, message: string): readonly Finding[] {
    return this.add(NONE, property, message);
  }

  /** Of a property of runs that never end: every run has been judged. */
  noteJudged(property: string): void {
    this.judged.add(property);
  }

  /** Whether a violation of the property has been found. */
  isViolated(property: string): boolean {
    return this.violated.has(property);
  }

  private verdictOfStates(name: string, extent: Extent, isReached = true): Verdict {
    return this.violated.has(name) ? 'violated' : verdictFor(extent, isReached);
  }

  private isEverPending(name: string): boolean {
    return this.monitors.some(
      (monitor) => monitor.property.name === name && monitor.isPending.includes(true),
    );
  }

  private hardCaseField(property: Property, extent: Extent): Pick<PropertyVerdict, 'hardCase'> {
    const isTested = this.hardCaseOf(property.name);
    if (isTested === undefined) return {};
    if (isTested) return { hardCase: 'met' };
    const isApplicable = !('notApplicable' in property) || property.notApplicable === undefined;
    return { hardCase: !isApplicable ? 'not applicable' : extent === 'complete' ? 'vacuous' : 'not seen' };
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
  unseen(extent: Extent, isReduced = false): UnseenThings {
    return unseenThings(this.engine, this.tables, extent, this.violated.size > 0, isReduced);
  }

  /** @throws CheckError when a predicate has read a field of a context that no state has: for when all states are inspected */
  refuseUnknownFields(): void {
    const { claims, possible, hardCases } = this.tables;
    for (const [name, { names }] of [...claims, ...possible])
      names.refuseUnknownFields(`The property '${name}'`);
    for (const [name, hardCase] of hardCases)
      hardCase.refuseUnknownFields(`The \`hardCase\` of property '${name}'`);
  }

  private evaluateReading(
    findings: readonly Finding[],
    index: number,
    vector: Int32Array,
  ): readonly Finding[] {
    const evaluated = this.predicates[index]!;
    if (isSettled(evaluated)) {
      this.reads.record(index, NO_CELLS);
      return findings;
    }
    const { table } = evaluated;
    const result = table.evaluateInRun(vector);
    if (table.readsChannels) this.channelReaders.add(index);
    this.reads.record(index, table.cellsRead);
    return this.judge(findings, evaluated, result);
  }

  private evaluate(
    findings: readonly Finding[],
    evaluated: EvaluatedPredicate,
    vector: Int32Array,
  ): readonly Finding[] {
    return isSettled(evaluated)
      ? findings
      : this.judge(findings, evaluated, evaluated.table.evaluate(vector));
  }

  private judge(
    findings: readonly Finding[],
    evaluated: EvaluatedPredicate,
    result: boolean | number,
  ): readonly Finding[] {
    if (evaluated.kind === 'reachable') {
      evaluated.reached = result === true;
      return findings;
    }
    if (evaluated.kind === 'hard case') {
      if (result === true) evaluated.table.isMet = true;
      return findings;
    }
    if (evaluated.kind === 'leads to') {
      this.owed.noteSides(evaluated.name, result as number);
      return findings;
    }
    if (lowersMargin(evaluated, result)) {
      evaluated.margin = result;
      this.hasLowered = true;
    }
    const message = alwaysMessage(result);
    return message === undefined ? findings : this.add(findings, evaluated.name, message);
  }

  /** The properties that lead to something to which the run has not come yet. */
  get owing(): readonly string[] {
    return this.owed.names;
  }

  private look(findings: readonly Finding[], monitor: MonitorTable, vector: Int32Array): readonly Finding[] {
    const local = vector[monitor.cell] ?? 0;
    this.owed.notePending(monitor.property.name, monitor.isPending[local] === true);
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

/** Whether a predicate is not evaluated any more: what it looks for has been seen. */
const isSettled = ({ kind, reached, table }: EvaluatedPredicate) =>
  kind === 'reachable' ? reached : kind === 'hard case' && table.isMet;

const NO_CELLS: readonly number[] = [];
const NONE: readonly Finding[] = [];
const UNCHANGED: ReturnType<PropertyEvaluator['loweredMargins']> = [];

/** A property that was found violated before the time was up is violated, though others have not been looked at. */
function foundBefore(thrown: unknown, findings: readonly Finding[]): readonly Finding[] {
  if (thrown instanceof Expired && findings.length > 0) return findings;
  throw thrown;
}
