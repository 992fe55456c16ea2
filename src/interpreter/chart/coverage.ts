import type { ChartParts } from './parts.js';
import type { ChartUse } from './use.js';

/** Parts of a chart by name, in alphabetical order: those that were seen, and those that were not. */
export interface Covered {
  readonly visited: readonly string[];
  readonly unvisited: readonly string[];
}

/** What was seen of one chart, over all components that run it. */
export interface ChartCoverage {
  /** The machine's id. */
  readonly machine: string;
  /** States that were entered, by their path: `sending.first`; also by a step that was then held up by a full channel. The root is none of them. */
  readonly states: Covered;
  /**
   * Transitions that were taken: `sending --after postCopies [isFenced]--> waiting`. Each candidate for an event counts on its
   * own. A transition counts when XState took it in a state that was reached, even if the step was then held up by a full channel. Where parallel
   * regions have transitions for one event that exclude each other, as two that leave the parallel state, each counts, though XState takes the first only.
   */
  readonly transitions: Covered;
  /** Outcomes of named guards on transitions: `isFenced true` and `isFenced false`. */
  readonly guards: Covered;
}

/** How much of each chart was exercised. Charts with equal ids count as one. */
export interface Coverage {
  /** The components' charts, by id. */
  readonly machines: readonly ChartCoverage[];
  /** The monitors' charts, by id. */
  readonly monitors: readonly ChartCoverage[];
}

/** What several results covered together: a part was visited if it was in any of them. */
export function mergeCoverage(coverages: Iterable<Coverage>): Coverage {
  const [machines, monitors] = [new Tally(), new Tally()];
  for (const coverage of coverages) {
    for (const chart of coverage.machines) machines.addChart(chart);
    for (const chart of coverage.monitors) monitors.addChart(chart);
  }
  return { machines: machines.charts(), monitors: monitors.charts() };
}

/** What was used of the charts of components and of monitors. */
export function coverageOf(components: Iterable<ChartUse>, monitors: Iterable<ChartUse>): Coverage {
  const tallyOf = (charts: Iterable<ChartUse>) => {
    const tally = new Tally();
    for (const chart of charts) tally.addUse(chart);
    return tally.charts();
  };
  return { machines: tallyOf(components), monitors: tallyOf(monitors) };
}

const KINDS = ['states', 'transitions', 'guards'] as const satisfies (keyof ChartParts)[];

/** By machine and kind, whether each part was seen. */
class Tally {
  private readonly byMachine = new Map<string, Record<keyof ChartParts, Map<string, boolean>>>();

  addChart(chart: ChartCoverage): void {
    const parts = this.partsOf(chart.machine);
    for (const kind of KINDS) {
      for (const name of chart[kind].visited) parts[kind].set(name, true);
      for (const name of chart[kind].unvisited) add(parts[kind], name, false);
    }
  }

  addUse(chart: ChartUse): void {
    const parts = this.partsOf(chart.machineId);
    const used = chart.used();
    for (const kind of KINDS) {
      chart.all[kind].forEach((name, index) => add(parts[kind], name, used[kind][index]!));
    }
  }

  charts(): ChartCoverage[] {
    return [...this.byMachine]
      .map(([machine, { states, transitions, guards }]) => ({
        machine,
        states: covered(states),
        transitions: covered(transitions),
        guards: covered(guards),
      }))
      .sort((one, other) => compare(one.machine, other.machine));
  }

  private partsOf(machine: string): Record<keyof ChartParts, Map<string, boolean>> {
    let parts = this.byMachine.get(machine);
    if (parts === undefined) {
      parts = { states: new Map(), transitions: new Map(), guards: new Map() };
      this.byMachine.set(machine, parts);
    }
    return parts;
  }
}

function add(parts: Map<string, boolean>, name: string, isSeen: boolean): void {
  if (isSeen || !parts.has(name)) parts.set(name, isSeen);
}

function covered(parts: ReadonlyMap<string, boolean>): Covered {
  const names = [...parts.keys()].sort(compare);
  return {
    visited: names.filter((name) => parts.get(name)),
    unvisited: names.filter((name) => !parts.get(name)),
  };
}

/** By code units, which does not depend on the machine's language. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
