import type { AnyStateNode } from 'xstate';
import { type Emissions, emissionsOf } from '../engine/tables/emissions.js';
import type { Engine } from '../engine/engine.js';
import { activeNodes } from '../interpreter/local-state.js';
import type { MonitorTable } from '../engine/tables/monitor-table.js';
import { chartNames, isFor } from '../network/chart-names.js';
import { CheckError } from '../network/errors.js';
import { listed } from '../network/nearest.js';
import { canRest, stateNodes } from '../network/state-nodes.js';
import type { PredicateTables } from './predicate-tables.js';
import { unusedFairness } from './unused-fairness.js';
import type { Extent } from './verdict.js';

/** What a property, or a channel rule, is about, and what no state showed. */
export interface Unseen {
  /** The property; none for a channel rule. */
  readonly property?: string;
  /** A phrase, for example `state 'failed' of component 'c'`. */
  readonly what: string;
}

/** Something that says nothing of this network, and is likely to be a mistake. */
export interface Vacuity extends Unseen {
  readonly why: string;
}

/**
 * What was not seen. Vacuous are, of a complete exploration: a `when`, a `from` and a `hardCase` that were never true, a state tagged `pending` of a monitor that was never
 * entered, a monitor that cannot leave its first state since nothing emits what it hears there, a `from` that emits nothing for its
 * monitor, `everyComponentCanRest` where no chart has a state to rest in, and a channel rule that no message matched, or a rule of fairness that nothing did. Of anything less than a complete exploration, nothing is: they are
 * never seen then, as what is healthy to be missing always is: forbidden events, and states and tags in predicates.
 */
export interface UnseenThings {
  readonly vacuous: readonly Vacuity[];
  /** Claims that say why this network cannot put them to the test, with that reason; left out where there are none. */
  readonly notApplicable?: readonly Vacuity[];
  readonly neverSeen: readonly Unseen[];
}

/**
 * @param isViolated whether anything is violated: then the network is not what its properties were written for
 * @param isReduced whether steps were taken alone: what monitors would have heard in other orders counts as heard
 */
export function unseenThings(
  engine: Engine,
  tables: PredicateTables,
  extent: Extent,
  isViolated: boolean,
  isReduced: boolean,
): UnseenThings {
  const vacuous: Vacuity[] = [];
  const neverSeen: Unseen[] = [];
  const emissions = engine.monitors.length === 0 ? [] : emissionsOf(engine.components);
  const notApplicable: Vacuity[] = [];
  for (const property of engine.network.properties) {
    const { name } = property;
    const reason = 'notApplicable' in property ? property.notApplicable : undefined;
    const table = tables.claims.get(name);
    if (table !== undefined) {
      if (!table.isMet) {
        vacuous.push(
          property.kind === 'leads to'
            ? {
                property: name,
                what: 'its `from`',
                why: 'it was true in no state, so that nothing was ever owed',
              }
            : {
                property: name,
                what: 'its `when`',
                why: 'it was true in no state, so that nothing was claimed',
              },
        );
      }
    }
    if (
      property.kind === 'can rest' &&
      !engine.components.some(({ interpreter }) => canRest(interpreter.machine))
    ) {
      vacuous.push({
        property: name,
        what: 'a component that can rest',
        why: 'no chart has a state tagged `rest` or a final one, so that nothing was claimed',
      });
    }
    const hardCase = tables.hardCases.get(name);
    if (hardCase !== undefined) {
      if (reason !== undefined) {
        if (hardCase.isMet && extent === 'complete' && !isViolated) throw contradicted(name, reason);
        if (!hardCase.isMet) notApplicable.push({ property: name, what: HARD_CASE, why: reason });
      } else if (!hardCase.isMet) {
        vacuous.push({
          property: name,
          what: HARD_CASE,
          why: 'it occurred in no state, so that the claim was never put to the test',
        });
      }
    }
    const phrases = [...(table?.names.neverSeen() ?? []), ...(hardCase?.neverSeen() ?? [])];
    neverSeen.push(...[...new Set(phrases)].map((what) => ({ property: name, what })));
    const monitored = engine.monitors.find(({ property }) => property.name === name);
    if (monitored === undefined) continue;
    const monitor = new MonitorReport(engine, monitored, emissions, isReduced);
    vacuous.push(...monitor.vacuous().map((each) => ({ property: name, ...each })));
    neverSeen.push(...monitor.neverHeard().map((what) => ({ property: name, what })));
  }
  vacuous.push(
    ...engine.tables.channelRules.unused().map((what) => ({ what, why: 'it decided about no message' })),
    ...unusedFairness(engine).map((what) => ({
      what,
      why: 'it decided about no timer, and about no message that waited',
    })),
  );
  const inapplicable = notApplicable.length === 0 ? {} : { notApplicable };
  if (extent === 'complete') return { vacuous, ...inapplicable, neverSeen };
  const unseen = vacuous.map(({ property, what }) =>
    property === undefined ? { what } : { property, what },
  );
  return { vacuous: [], ...inapplicable, neverSeen: [...unseen, ...neverSeen] };
}

const HARD_CASE = 'its hard case';

/** A reason that is wrong would hide that a claim is vacuous elsewhere. */
function contradicted(property: string, reason: string): CheckError {
  return new CheckError(
    `The property '${property}' is said not to be applicable in this network ('${reason}'), and its hard case occurs. Take its \`notApplicable\` out, or correct the one or the other.`,
  );
}

/** What one monitor has not seen. */
class MonitorReport {
  private readonly nodes: readonly AnyStateNode[];
  /** Numbers of the components that it listens to. */
  private readonly heard: readonly number[];
  private readonly sources: readonly Emissions[];

  constructor(
    private readonly engine: Engine,
    private readonly monitor: MonitorTable,
    private readonly emissions: readonly Emissions[],
    private readonly isReduced: boolean,
  ) {
    this.nodes = [...stateNodes(monitor.interpreter.machine)];
    this.heard = monitor.property.from?.map((id) => engine.indexOf(id)) ?? [...engine.components.keys()];
    this.sources = this.heard.map((component) => emissions[component]!);
  }

  vacuous(): Vacuity[] {
    const deaf = this.cannotLeaveStart();
    return [...(deaf === undefined ? this.pendingNeverEntered() : [deaf]), ...this.silentSources()];
  }

  /** The events that it names and that were not emitted, as phrases. What a step emits that is then held up, or fails, it does not hear. */
  neverHeard(): string[] {
    const descriptors = chartNames(this.monitor.interpreter.machine).events.filter(
      (descriptor) => descriptor !== '*' && descriptor !== 'step',
    );
    const emitted = this.emittedTypes();
    return descriptors
      .filter((descriptor) => !emitted.some((type) => isFor(descriptor, type)))
      .map((descriptor) => `the event '${descriptor}'`);
  }

  private emittedTypes(): string[] {
    const { engine, monitor } = this;
    if (this.isReduced)
      return this.heard.flatMap((component) => [...engine.components[component]!.emittedTypes]);
    return engine.tables.observations
      .filter((_, observation) => monitor.hasHeard(observation))
      .map(({ type }) => type);
  }

  /** No action of any chart emits what the first state has a transition for. A guard without an event may read any: then it is not known. */
  private cannotLeaveStart(): Vacuity | undefined {
    const { monitor } = this;
    const first = activeNodes(monitor.local(monitor.initial));
    if (monitor.known.length > 1 || first.some(({ always }) => (always ?? []).length > 0)) return undefined;
    const heard = [...new Set(first.flatMap(({ transitions }) => [...transitions.keys()]))].filter(
      (descriptor) => !descriptor.startsWith('xstate.'),
    );
    if (heard.some((descriptor) => isFor(descriptor, 'step')) || this.mayHear(this.sources, heard))
      return undefined;
    const types = [...new Set(this.sources.flatMap((source) => [...source.types]))].sort();
    return {
      what: 'the monitor, which cannot leave its first state',
      why: `there it hears ${listed(heard)}, and the events that are emitted are ${listed(types)}`,
    };
  }

  private pendingNeverEntered(): Vacuity[] {
    const { known, entered: reached } = this.monitor;
    const entered = new Set((this.isReduced ? known : reached).flatMap(activeNodes));
    return this.nodes
      .filter((node) => node.tags.includes('pending') && !entered.has(node))
      .map(({ path }) => ({
        what: `the pending state '${path.join('.')}'`,
        why: 'it was never entered, so that nothing was ever owed',
      }));
  }

  private silentSources(): Vacuity[] {
    const heard = chartNames(this.monitor.interpreter.machine).events;
    return (this.monitor.property.from ?? [])
      .filter((id) => !this.mayHear([this.emissions[this.engine.indexOf(id)]!], heard))
      .map((id) => ({
        what: `'${id}' in its \`from\``,
        why: 'this component emits nothing that the monitor hears',
      }));
  }

  private mayHear(sources: readonly Emissions[], heard: readonly string[]): boolean {
    return sources.some(
      ({ types, isComplete }) =>
        !isComplete || [...types].some((type) => heard.some((descriptor) => isFor(descriptor, type))),
    );
  }
}
