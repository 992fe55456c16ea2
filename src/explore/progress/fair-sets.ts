import { componentsWithin, FairRegions } from './fair-regions.js';
import type { Interruptions } from './interruptions.js';
import type { StateBits } from './state-bits.js';
import type { StateGraph } from './state-graph.js';

type States = readonly number[];

/** The sets in which a fair run may stay, of the states of a strongly connected component in which something is owed. */
export class FairSets {
  private readonly known: { readonly owing: States; readonly sets: readonly States[] }[] = [];

  constructor(
    private readonly graph: StateGraph,
    private readonly interruptions: Interruptions,
    private readonly component: States,
  ) {}

  /**
   * Much is owed in the same states: these are split once.
   *
   * @param region where something is owed
   */
  *within(region: StateBits): Generator<undefined, readonly States[]> {
    const { graph, interruptions, component } = this;
    const owing = component.filter((state) => region.has(state));
    if (owing.length === 0) return [];
    const before = this.known.find((each) => areEqual(each.owing, owing));
    if (before !== undefined) return before.sets;
    const sets: States[] = [];
    const parts = owing.length === component.length ? [component] : componentsWithin(graph, owing);
    for (const part of parts) {
      if (part === undefined) {
        yield undefined;
        continue;
      }
      for (const states of new FairRegions(graph, interruptions).within(part)) {
        yield undefined;
        if (states !== undefined) sets.push(states);
      }
    }
    this.known.push({ owing, sets });
    return sets;
  }
}

/** Of lists in the same order. */
function areEqual(one: States, other: States): boolean {
  return one.length === other.length && one.every((state, at) => state === other[at]);
}
