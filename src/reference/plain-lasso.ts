import type { Fairness } from '../network/fairness.js';
import { type PlainEdge, type PlainGraph, reachableFrom } from './plain-graph.js';
import type { PlainSuccessor } from './plain-successor.js';
import type { Rules } from './rules.js';

/**
 * Whether a fair run may go round in a set of states for ever. A cycle is looked for from each state by itself, through pairs of a state and what has
 * been done for fairness so far, as fairness is written down: nothing is known here of components of graphs.
 */
export function hasFairCycle(graph: PlainGraph, region: ReadonlySet<number>, rules: Rules): boolean {
  return [...region].some((start) => new Round(graph, region, rules, start).isClosed());
}

/** Whether any run may. */
export function hasCycle(graph: PlainGraph, region: ReadonlySet<number>): boolean {
  const isWithin = ({ to }: PlainEdge) => region.has(to);
  return [...region].some((start) => {
    const next = graph.nodes[start]!.edges.filter(isWithin);
    return reachableFrom(
      graph,
      next.map(({ to }) => to),
      isWithin,
    ).has(start);
  });
}

/** The way from a state back to it. */
interface Way {
  readonly at: number;
  /** Weakly fair units that have been enabled in each state and not been taken. */
  readonly owed: bigint;
  /** Strongly fair units that have been enabled in some state, and those that have been taken. */
  readonly seen: bigint;
  readonly taken: bigint;
}

/** The cycles through one state. */
class Round {
  private readonly numbers = new Map<string, number>();

  constructor(
    private readonly graph: PlainGraph,
    private readonly region: ReadonlySet<number>,
    private readonly rules: Rules,
    private readonly start: number,
  ) {}

  /** Breadth-first: some way leads back with all that fairness asks for. */
  isClosed(): boolean {
    const first: Way = {
      at: this.start,
      owed: this.enabled(this.start, 'weak'),
      seen: this.enabled(this.start, 'strong'),
      taken: 0n,
    };
    const known = new Set([textOf(first)]);
    const ways = [first];
    for (const way of ways) {
      for (const next of this.stepsOf(way)) {
        if (next.at === this.start && next.owed === 0n && (next.seen & ~next.taken) === 0n) return true;
        const text = textOf(next);
        if (known.has(text)) continue;
        known.add(text);
        ways.push(next);
      }
    }
    return false;
  }

  private stepsOf({ at, owed, seen, taken }: Way): Way[] {
    const mayBeTaken = ({ to }: PlainEdge) =>
      this.region.has(to) && (to !== at || this.rules.loop === 'counts');
    return this.graph.nodes[at]!.edges.filter(mayBeTaken).map(({ to, successor }) => {
      const interrupts = this.rules.restart === 'interrupts' ? successor.interrupts : [];
      const bits = (names: readonly string[]) => names.reduce((mask, name) => mask | this.bit(name), 0n);
      const took = bits(this.namesOf(successor));
      return {
        at: to,
        owed: owed & this.enabled(to, 'weak') & ~took & ~bits(interrupts),
        seen: seen | this.enabled(to, 'strong'),
        taken: taken | bits(this.namesOf(successor, 'strong')),
      };
    });
  }

  /** Units that are enabled in a state, as bits. */
  private enabled(number: number, fairness: Fairness): bigint {
    let mask = 0n;
    for (const successor of this.graph.nodes[number]!.successors)
      for (const name of this.namesOf(successor, fairness)) mask |= this.bit(name);
    return mask;
  }

  /** The units that a step takes, or those of them that are owed this. */
  private namesOf({ units, participants: [actor] }: PlainSuccessor, owed?: Fairness): readonly string[] {
    return units
      .filter(({ fairness }) => owed === undefined || fairness === owed)
      .map(({ name, fairness }) => (this.rules.unit === 'component' ? `${actor}: ${fairness}` : name));
  }

  private bit(name: string): bigint {
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(name, number);
    }
    return 1n << BigInt(number);
  }
}

const textOf = ({ at, owed, seen, taken }: Way): string => `${at} ${owed} ${seen} ${taken}`;
