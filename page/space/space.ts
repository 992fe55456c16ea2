import type { MachineState } from '../../src/counterexample/explain/explanation.js';
import type { ReportSpace } from '../../src/report/page/report-data.js';

/** A step that can be taken. */
export interface SpaceEdge {
  /** Index in `labels`. */
  readonly label: number;
  readonly target: number;
}

/** The states of a network, as they are looked at: each is put together when it is. */
export class Space {
  private readonly rows = new Map<number, readonly number[]>();
  private readonly cut: ReadonlySet<number>;

  constructor(readonly data: ReportSpace) {
    this.cut = new Set(data.cut);
  }

  /** By component, then by channel: an index into the values. */
  row(state: number): readonly number[] {
    const known = this.rows.get(state);
    if (known !== undefined) return known;
    // The way back to a state that is known may be longer than calls can be nested.
    const way = [state];
    while (way.at(-1)! >= this.data.initial && !this.rows.has(way.at(-1)!))
      way.push(this.data.states[way.at(-1)!]![0]!);
    let row: readonly number[] = [];
    for (const each of way.reverse()) {
      row = this.rows.get(each) ?? this.changed(row, each);
      this.rows.set(each, row);
    }
    return row;
  }

  /** A state from the one that it was found from. */
  private changed(before: readonly number[], state: number): readonly number[] {
    const told = this.data.states[state]!;
    if (state < this.data.initial) return told;
    const row = [...before];
    for (let at = 1; at < told.length; at += 2) row[told[at]!] = told[at + 1]!;
    return row;
  }

  /** The state of a component. */
  component(state: number, component: number): MachineState {
    return this.data.values[component]![this.row(state)[component]!] as unknown as MachineState;
  }

  /** Channels in which something waits, with what does. */
  waiting(state: number): { label: string; types: string[] }[] {
    const { components, channels, values } = this.data;
    const row = this.row(state);
    return channels.flatMap(({ label }, at) => {
      const index = components.length + at;
      const { waiting } = values[index]![row[index]!] as unknown as { waiting: { type: string }[] };
      return waiting.length === 0 ? [] : [{ label, types: waiting.map(({ type }) => type) }];
    });
  }

  edges(state: number): SpaceEdge[] {
    const out = this.data.edges[state] ?? [];
    return Array.from({ length: out.length / 2 }, (_, at) => ({
      label: out[2 * at]!,
      target: out[2 * at + 1]!,
    }));
  }

  /** Whether further steps lead to states that this page does not have. */
  isCut(state: number): boolean {
    return this.cut.has(state);
  }

  /** Positions of the steps of a shortest way to a state like this, from another one; `undefined`: there is none in this page. */
  wayTo(from: number, isWanted: (state: number) => boolean): number[] | undefined {
    const found = new Map<number, { readonly parent: number; readonly position: number }>();
    const seen = new Set([from]);
    const queue = [from];
    for (const state of queue) {
      for (const [position, { target }] of this.edges(state).entries()) {
        if (seen.has(target)) continue;
        seen.add(target);
        found.set(target, { parent: state, position });
        if (isWanted(target)) return wayBack(found, from, target);
        queue.push(target);
      }
    }
    return undefined;
  }

  /** Positions of the steps with these labels, from an initial state; `undefined` where they cannot be taken. */
  wayBy(labels: readonly string[], initial: number): number[] | undefined {
    const way: number[] = [];
    let state = initial;
    for (const wanted of labels) {
      const edges = this.edges(state);
      const position = edges.findIndex(({ label }) => this.data.labels[label]!.label === wanted);
      if (position < 0) return undefined;
      way.push(position);
      state = edges[position]!.target;
    }
    return way;
  }
}

function wayBack(
  found: ReadonlyMap<number, { readonly parent: number; readonly position: number }>,
  from: number,
  to: number,
): number[] {
  const way: number[] = [];
  for (let state = to; state !== from;) {
    const { parent, position } = found.get(state)!;
    way.push(position);
    state = parent;
  }
  return way.reverse();
}
