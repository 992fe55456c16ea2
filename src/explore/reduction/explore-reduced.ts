import { listeningToTicks } from '../../interpreter/deadline.js';
import type { Network } from '../../network/network.js';
import { requireNetwork } from '../../network/require.js';
import { overall } from '../../property/verdict.js';
import type { Violation } from '../../property/violation.js';
import { BreadthFirst } from '../breadth-first.js';
import { type ExploreOptions, searchPlan } from '../explore-options.js';
import type { ExploreResult } from '../explore-result.js';
import { exploration } from '../explore.js';
import { doAtOnce, type Pieces } from '../pieces.js';
import { type Search, Stopwatch } from '../search.js';
import { type LeftToFull, ReducedExploration } from './reduced-exploration.js';
import type { ReducedResult } from './reduction-report.js';

/** How the search of all states and the reduced one share the time. */
export interface Sharing {
  /** States that are expanded before the reduction is tried: of fewer it is quicker to see all. */
  readonly allFirst: number;
  /** For each state that the reduced search expands, the other one goes on by so many, until it has expanded the most that it does beside. */
  readonly allPerVisited: number;
  readonly allBeside: number;
  /** The reduction gains too little where a step is taken alone out of a smaller share of the states that were expanded. */
  readonly shareAloneMin: number;
}

const SHARING: Sharing = { allFirst: 32_768, allPerVisited: 512, allBeside: 4_000_000, shareAloneMin: 0.3 };
/** @testonly comparisons and measurements of the reduction itself */
export const UNSHARED: Sharing = { allFirst: 0, allPerVisited: 0, allBeside: 0, shareAloneMin: 0 };

/** The reduced search is looked at when it has expanded so many states, and whenever it has expanded twice as many. */
const VISITED_FIRST = 256;
/** Of a network in which something is violated, a shortest way is looked for among so many states. */
const SHORTEST_STATES_MAX = 2_000_000;

const FEW = 'all states were seen before it had seen what it needs';
const POOR = 'few steps can be taken alone';

const UNITS_PER_SLICE = 4096;
const MS_PER_SLICE = 50;

/**
 * Explores a network with the reduction where that tells all; else without. It is offered to nobody yet: an adversary found wrong verdicts in it, all of which are mended,
 * but it has not been free of them for long (docs/trust.md).
 */
export function exploreReduced(
  network: Network,
  options: ExploreOptions = {},
  sharing: Sharing = SHARING,
): ReducedResult {
  return doAtOnce(reducedExploration(network, options, sharing));
}

/** A reduced exploration as work in pieces, beside one without the reduction: whichever comes to its end first is told. */
function* reducedExploration(
  network: Network,
  options: ExploreOptions,
  sharing: Sharing = SHARING,
): Pieces<ReducedResult> {
  requireNetwork(network);
  const plan = searchPlan(network, options);
  const objection = ReducedExploration.objection(network, plan, options);
  if (objection !== undefined)
    return { ...(yield* exploration(network, options)), reduction: { left: objection } };
  const both = new BothSearches(network, options, sharing);
  try {
    return yield* both.run(() => new ReducedExploration(network, both.optionsLeft(), plan));
  } finally {
    both.close();
  }
}

class BothSearches {
  private readonly all: BreadthFirst;
  private readonly watch = new Stopwatch();
  private isAllOver = false;

  constructor(
    network: Network,
    private readonly options: ExploreOptions,
    private readonly sharing: Sharing,
  ) {
    this.watch.start();
    this.all = new BreadthFirst(network, options);
  }

  close(): void {
    this.all.close();
  }

  /** What the reduced search may use: the time that is left. */
  optionsLeft(): ExploreOptions {
    const { secondsMax } = this.options;
    if (secondsMax === undefined) return this.options;
    return { ...this.options, secondsMax: Math.max(secondsMax - this.seconds, Number.MIN_VALUE) };
  }

  *run(begin: () => ReducedExploration): Pieces<ReducedResult> {
    const { sharing } = this;
    yield* this.goOnWithAll(sharing.allFirst);
    if (this.isToldByAll) return this.toldByAll(FEW, 0);
    const reduced = begin();
    for (let visited = VISITED_FIRST; ; visited *= 2) {
      const isOver = yield* this.advance(reduced, () => visited - reduced.expanded);
      if (isOver || this.isAborted) break;
      if (reduced.shareAlone < sharing.shareAloneMin)
        return yield* this.leave({ left: POOR, violations: [] }, reduced);
      yield* this.goOnWithAll(Math.min(sharing.allBeside, sharing.allPerVisited * visited));
      if (this.isToldByAll) return this.toldByAll(FEW, reduced.xstateCalls);
    }
    const found = listeningToTicks(this.hear(reduced), () =>
      reduced.finish(this.isAborted ? 'interrupted' : undefined),
    );
    if ('left' in found) return yield* this.leave(found, reduced);
    const { xstateCalls } = this.all.finish();
    return { ...found, seconds: this.seconds, xstateCalls: found.xstateCalls + xstateCalls };
  }

  /** Goes on to the end, or to what is worth while, without the reduction. */
  private *leave({ left, violations }: LeftToFull, reduced: ReducedExploration): Pieces<ReducedResult> {
    const most = violations.length === 0 ? Infinity : SHORTEST_STATES_MAX;
    yield* this.goOnWithAll(most);
    const result = this.toldByAll(left, reduced.xstateCalls);
    return { ...withViolations(result, violations), reduction: { left } };
  }

  private get seconds(): number {
    this.watch.stop();
    this.watch.start();
    return this.watch.seconds;
  }

  private get isAborted(): boolean {
    return this.options.signal?.aborted === true;
  }

  /** Whether the search of all states has come to its end, and to no budget's that the other one may be spared. */
  private get isToldByAll(): boolean {
    return this.isAborted || (this.isAllOver && !this.all.isOutOfRoom);
  }

  private toldByAll(left: string, xstateCalls: number): ReducedResult {
    const stopped = this.isAborted ? 'interrupted' : this.isAllOver ? undefined : 'states';
    const result = listeningToTicks(this.hear(this.all), () => this.all.finish(stopped));
    return { ...result, xstateCalls: result.xstateCalls + xstateCalls, reduction: { left } };
  }

  /** Has the search of all states expand so many. */
  private *goOnWithAll(expanded: number): Pieces<void> {
    if (this.isAllOver || expanded === 0) return;
    const { all } = this;
    this.isAllOver = yield* this.advance(all, () => expanded - 1 - all.expandedLast);
  }

  /** Has a search go on until no states are left to be expanded now. Returns whether it has nothing left to do at all. */
  private *advance<T>(search: Search<T>, left: () => number): Pieces<boolean> {
    const hear = this.hear(search);
    while (left() > 0) {
      // However long a slice takes, so many are expanded in all.
      const units = Math.min(UNITS_PER_SLICE, left());
      if (listeningToTicks(hear, () => search.advance(units, MS_PER_SLICE))) return true;
      this.options.onProgress?.(search.progress());
      yield undefined;
      if (this.isAborted) return false;
    }
    return false;
  }

  private hear<T>(search: Search<T>): (() => void) | undefined {
    const { onQuestion } = this.options;
    return onQuestion && (() => onQuestion(search.progress()));
  }
}

/** Adds violations of which no shortest way was found, as a budget ran out. */
function withViolations(result: ExploreResult, violations: readonly Violation[]): ExploreResult {
  if (result.inconclusive === undefined) return result;
  const missing = violations.filter(
    ({ property }) => !result.violations.some((each) => each.property === property),
  );
  if (missing.length === 0) return result;
  const names = new Set(missing.map(({ property }) => property));
  const properties = result.properties.map((each) =>
    names.has(each.name) ? { ...each, verdict: 'violated' as const } : each,
  );
  return {
    ...result,
    verdict: overall(properties.map(({ verdict }) => verdict)),
    properties,
    violations: [...result.violations, ...missing],
  };
}
