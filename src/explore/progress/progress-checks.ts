import { NO_STUCK } from '../../network/property.js';
import { canRest } from '../../network/state-nodes.js';
import { stuckMessage } from '../../property/deadlock-message.js';
import {
  cannotRestMessage,
  endlessMessage,
  impossibleMessage,
  owedMessage,
} from '../../property/messages.js';
import type { PropertyEvaluator } from '../../property/property-evaluator.js';
import { SuccessorsWithin } from './fair-regions.js';
import { FairSets } from './fair-sets.js';
import { regionToSearch } from './going-round.js';
import { Interruptions } from './interruptions.js';
import { type FairCycle, Lasso } from './lasso.js';
import { type Obligation, Obligations } from './obligations.js';
import { type Goal, type Impossible, Possibilities } from './possibilities.js';
import { StateBits } from './state-bits.js';
import type { StateGraph } from './state-graph.js';
import { shortestWithin } from './stem.js';
import { StrongComponents } from './strong-components.js';

/** Pauses from one look at the bytes that are held to the next: a look takes time for everything that is owed. */
const PAUSES_PER_LOOK = 16;

/** A violation by a run that never ends, or by what can never come. */
export interface EndlessViolation {
  readonly property: string;
  readonly message: string;
  /** The state that is come to by a shortest way; then the states that follow it, up to where the cycle begins. */
  readonly seed: number;
  readonly after: readonly number[];
  /** `undefined`: the run ends there, or what is wrong is wrong from there on. */
  readonly cycle: FairCycle | undefined;
}

/** Sets of states in which a run may stay for ever, and owe something. */
interface Found {
  readonly first: number;
  readonly states: readonly number[];
}

/**
 * What a complete exploration says of runs that never end: whether a component is stuck, what is no longer possible from some state on, and whether something
 * can be owed for ever by a fair run.
 */
export class ProgressChecks {
  private readonly possibilities: Possibilities;
  private readonly obligations: Obligations;
  private readonly interruptions: Interruptions;
  /** Of the search for cycles. */
  private search: { readonly bytes: number } = { bytes: 0 };
  private bytesMax = 0;

  /** @param depthOf how many steps away from the initial states a state is */
  constructor(
    private readonly graph: StateGraph,
    private readonly evaluator: PropertyEvaluator,
    private readonly depthOf: (state: number) => number,
  ) {
    const { engine } = graph;
    this.obligations = new Obligations(graph, evaluator);
    this.interruptions = new Interruptions(engine);
    this.possibilities = new Possibilities(graph, this.goals(), (property) =>
      evaluator.tables.possible.get(engine.network.properties[property]!.name)!,
    );
  }

  /** Bytes held now. */
  get bytes(): number {
    const { possibilities, obligations, search } = this;
    return possibilities.bytes + obligations.bytes + search.bytes;
  }

  /** The most bytes that were held at one of some pauses, which are the same in every run. */
  get mostBytes(): number {
    return this.bytesMax;
  }

  /** Each violation, and `undefined` for a pause. */
  *run(): Generator<EndlessViolation | undefined> {
    let pauses = 0;
    for (const found of this.parts()) {
      if (pauses++ % PAUSES_PER_LOOK === 0) this.lookAtBytes();
      yield found;
    }
    this.lookAtBytes();
  }

  private lookAtBytes(): void {
    this.bytesMax = Math.max(this.bytesMax, this.bytes);
  }

  private *parts(): Generator<EndlessViolation | undefined> {
    yield* paused(this.obligations.noteAll());
    yield* paused(this.possibilities.sweep());
    yield* this.impossible();
    yield* this.owedForEver();
  }

  private goals(): Goal[] {
    const { components, network } = this.graph.engine;
    const isRestWanted = network.properties.some(({ kind }) => kind === 'can rest');
    return [
      ...components.map((_, index): Goal => ({ kind: 'moves', index })),
      ...components.flatMap(({ interpreter }, index): Goal[] =>
        isRestWanted && canRest(interpreter.machine) ? [{ kind: 'rests', index }] : [],
      ),
      ...network.properties.flatMap(({ kind }, index): Goal[] =>
        kind === 'always possible' ? [{ kind: 'predicate', index }] : [],
      ),
    ];
  }

  private *impossible(): Generator<EndlessViolation | undefined> {
    const { graph, possibilities } = this;
    const { properties } = graph.engine.network;
    const violation = (
      property: string,
      found: Impossible | undefined,
      message: (goals: readonly Goal[]) => string,
    ) => {
      if (found !== undefined) graph.read(found.state);
      // Told first: time or memory may run out over it, and what counts as judged then would seem to hold.
      const told = found && {
        property,
        message: message(found.goals),
        seed: found.state,
        after: [],
        cycle: undefined,
      };
      if (graph.size > 0) this.evaluator.noteJudged(property);
      return told;
    };
    const stuck = yield* returning(possibilities.stuck());
    yield violation(NO_STUCK, stuck, (goals) => this.stuckMessage(goals));
    for (const [at, { kind, name }] of properties.entries()) {
      if (kind === 'can rest') {
        const found = yield* returning(possibilities.impossible('rests', () => true));
        yield violation(name, found, (goals) => cannotRestMessage(this.locals(goals)));
      }
      if (kind === 'always possible') {
        const found = yield* returning(possibilities.impossible('predicate', ({ index }) => index === at));
        yield violation(name, found, impossibleMessage);
      }
    }
  }

  /** Of components that are stuck in the state read last. */
  private stuckMessage(goals: readonly Goal[]): string {
    const { engine, vector } = this.graph;
    const contents = engine.contents(vector);
    const enabled = Array.from({ length: engine.expand(vector) }, (_, k) => engine.step(k));
    const components = goals.map(({ index }) => index);
    return stuckMessage(engine.network, contents, components, enabled);
  }

  /** The components of some goals, in the state read last. */
  private locals(goals: readonly Goal[]) {
    const { engine, vector } = this.graph;
    return goals.map(({ index }) => {
      const component = engine.components[index]!;
      return { id: component.id, local: component.local(vector[index]!) };
    });
  }

  /**
   * One search for all that may be owed. A monitor owes in each state in which it is pending. What a property leads to may be owed where it has not come, but
   * need not: only where such a run could violate it, it is searched by itself.
   */
  private *owedForEver(): Generator<EndlessViolation | undefined> {
    const { graph, interruptions } = this;
    const { ofMonitors, ofProperties } = this.obligations;
    const best = new Map<Obligation, Found>();
    const suspects = new Set<Obligation>();
    const onState = (state: number, mayEnd: boolean) => {
      if (!mayEnd) return;
      for (const obligation of ofProperties) if (obligation.region.has(state)) suspects.add(obligation);
    };
    for (const component of this.componentsOf([...ofMonitors, ...ofProperties], onState)) {
      yield undefined;
      if (component === undefined) continue;
      const fair = new FairSets(graph, interruptions, component);
      for (const obligation of [...ofMonitors, ...ofProperties]) {
        if (suspects.has(obligation)) continue;
        for (const states of yield* fair.within(obligation.region)) {
          if (!('monitor' in obligation)) suspects.add(obligation);
          const first = smallest(states);
          if (first < (best.get(obligation)?.first ?? Number.POSITIVE_INFINITY))
            best.set(obligation, { first, states });
        }
      }
    }
    for (const obligation of ofMonitors) {
      const found = best.get(obligation);
      if (found === undefined) continue;
      const { first, states } = found;
      const cycle = new Lasso(graph, interruptions, states).cycleFrom(first);
      const message = endlessMessage(obligation.monitor.local(graph.read(first)[obligation.monitor.cell]!));
      yield { property: obligation.property, message, seed: first, after: [], cycle };
    }
    for (const obligation of ofProperties) if (suspects.has(obligation)) yield* this.owed(obligation);
  }

  /** What is owed from certain states on: the shortest way goes through one of them, and meets nothing after it. */
  private *owed(obligation: Obligation): Generator<EndlessViolation | undefined> {
    const { graph, interruptions, depthOf } = this;
    const { property, region, seeds } = obligation;
    const ends = new StateBits(graph.size);
    const sets: (readonly number[])[] = [];
    const cyclic = new StateBits(graph.size);
    let isFound = false;
    const onState = (state: number, mayEnd: boolean) => {
      if (!mayEnd) return;
      ends.add(state);
      isFound = true;
    };
    for (const component of this.componentsOf([obligation], onState)) {
      yield undefined;
      if (component === undefined) continue;
      for (const states of yield* new FairSets(graph, interruptions, component).within(region)) {
        sets.push(states);
        for (const state of states) cyclic.add(state);
        isFound = true;
      }
    }
    if (!isFound) return;
    const isTarget = (state: number) => ends.has(state) || cyclic.has(state);
    const way = yield* returning(shortestWithin(graph, region, seeds, isTarget, depthOf));
    const last = way.after.at(-1) ?? way.seed;
    if (ends.has(last)) {
      graph.expand(last);
      yield { property, message: owedMessage(graph.engine.outlook(graph.vector)), ...way, cycle: undefined };
      return;
    }
    const states = sets.find((each) => each.includes(last))!;
    const cycle = new Lasso(graph, interruptions, states).cycleFrom(last);
    yield { property, message: endlessMessage(undefined), ...way, cycle };
  }

  /** The strongly connected components of all states in which something is owed. @param onState told of the states at least in which a run may end */
  private *componentsOf(
    obligations: readonly Obligation[],
    onState: (state: number, mayEnd: boolean) => void,
  ): Generator<readonly number[] | undefined> {
    const { graph } = this;
    if (obligations.length === 0) return;
    const all = unionOf(obligations.map((each) => each.region));
    const seeds = unionOf(obligations.map((each) => each.seeds));
    const isEndAsked = obligations.some((each) => !('monitor' in each));
    const region = yield* returning(regionToSearch(all, graph.log, isEndAsked));
    region.rankAll();
    if (region.count === 0) return;
    const successions = new SuccessorsWithin(graph, region, onState);
    const search = new StrongComponents(region, new StateBits(graph.size), successions);
    this.search = search;
    yield* search.find(region === all ? seeds : region.common(seeds));
  }
}

function smallest(states: readonly number[]): number {
  return states.reduce((least, state) => Math.min(least, state));
}

function unionOf(sets: readonly StateBits[]): StateBits {
  if (sets.length === 1) return sets[0]!;
  const union = new StateBits(sets[0]!.size);
  for (const set of sets) union.addAll(set);
  return union;
}

/** Work whose pauses are passed on. */
function* paused(work: Generator<void>): Generator<undefined> {
  for (const _ of work) yield undefined;
}

/** Work whose pauses are passed on, with its result. */
function* returning<T>(work: Generator<unknown, T>): Generator<undefined, T> {
  for (let next = work.next(); ; next = work.next()) {
    if (next.done === true) return next.value;
    yield undefined;
  }
}
