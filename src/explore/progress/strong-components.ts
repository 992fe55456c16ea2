/** States, numbered from 0. */
interface Ranked {
  readonly count: number;
  has(state: number): boolean;
  rank(state: number): number;
}

/** A set of states: one for few of them, or for many. */
interface Marks {
  add(state: number): unknown;
  delete(state: number): unknown;
  has(state: number): boolean;
  readonly bytes?: number;
}

/** Tells the successors of a state, in an order of which only is asked that it is always the same. */
export interface Successions {
  /** Fills `list` with those that are in the region, but for the state itself. Returns their number. */
  of(state: number): number;
  readonly list: Int32Array;
  /** Whether a fair run may go round in a state alone, which was asked about. */
  goesRound(state: number): boolean;
}

/** Successors that are kept for the states on the way of the search; those of states far back are found again. */
const KEPT_MAX = 1 << 20;
const KEPT_AT_FIRST = 1 << 12;
/** Work between two pauses. */
const STATES_PER_PAUSE = 256;

/**
 * The strongly connected components within a region of at least two states, or of one with a loop, by Pearce's form of Tarjan's algorithm (D. J. Pearce, "A space-efficient algorithm
 * for finding strongly connected components", Information Processing Letters 116, 2016): 16 bytes for each state of the region, and the successors of the
 * states at the end of the present way.
 */
export class StrongComponents {
  /** By rank: when the state was met, or lower by what it leads back to; 0: not yet; `DONE`. */
  private readonly index: Int32Array;
  /** The way, from its start: states, how many successors of each have been seen to, and where those are kept. */
  private readonly way: Int32Array;
  private readonly seen: Int32Array;
  private readonly keptFrom: Int32Array;
  private depth = 0;
  private kept: Int32Array<ArrayBuffer>;
  private keptTo = 0;
  /** States of the way before this one have no successors kept. */
  private keptDepth = 0;
  private isRoot: Marks;
  private clock = 1;
  /** States that are met, and whose component is not complete: they share `way`, from its end. */
  private waiting: number;

  /** @param marks an empty set, of no other use */
  constructor(
    private readonly region: Ranked,
    marks: Marks,
    private readonly successions: Successions,
  ) {
    const { count } = region;
    this.index = new Int32Array(count);
    this.way = new Int32Array(count);
    this.seen = new Int32Array(count);
    this.keptFrom = new Int32Array(count);
    this.kept = new Int32Array(Math.min(KEPT_AT_FIRST, 4 * count));
    this.isRoot = marks;
    this.waiting = count;
  }

  get bytes(): number {
    return 4 * this.index.byteLength + this.kept.byteLength + (this.isRoot.bytes ?? 0);
  }

  /** Each component, as a list of states, and `undefined` for a pause. @param roots from which the region is searched */
  *find(roots: Iterable<number>): Generator<readonly number[] | undefined> {
    let sincePause = 0;
    for (const root of roots) {
      if (this.index[this.region.rank(root)] !== 0) continue;
      this.begin(root);
      while (this.depth > 0) {
        if (++sincePause === STATES_PER_PAUSE) {
          sincePause = 0;
          yield undefined;
        }
        const found = this.goOn();
        if (found !== undefined) yield found;
      }
    }
  }

  private begin(state: number): void {
    const at = this.depth++;
    this.way[at] = state;
    this.seen[at] = 0;
    this.index[this.region.rank(state)] = this.clock++;
    this.isRoot.add(state);
    this.keep(at, state);
  }

  /** Keeps the successors of the last state of the way. */
  private keep(at: number, state: number): void {
    const count = this.successions.of(state);
    if (this.keptTo + count > this.kept.length) this.makeRoom(at, count);
    this.keptFrom[at] = this.keptTo;
    for (let each = 0; each < count; each++) this.kept[this.keptTo++] = this.successions.list[each]!;
  }

  private makeRoom(at: number, count: number): void {
    if (this.kept.length < KEPT_MAX || count > KEPT_MAX / 2) {
      const longer = new Int32Array(2 * (this.kept.length + count));
      longer.set(this.kept);
      this.kept = longer;
      return;
    }
    // The first half is forgotten, and found again when the search comes back to it.
    let first = this.keptDepth;
    while (first < at && this.keptFrom[first]! < KEPT_MAX / 2) first++;
    const from = first < at ? this.keptFrom[first]! : this.keptTo;
    this.kept.copyWithin(0, from, this.keptTo);
    for (let each = first; each < at; each++) this.keptFrom[each]! -= from;
    this.keptTo -= from;
    this.keptDepth = first;
  }

  /** Goes on with the last state of the way, to a successor or back. Returns a component that is complete. */
  private goOn(): readonly number[] | undefined {
    const { region, index, isRoot } = this;
    const at = this.depth - 1;
    const state = this.way[at]!;
    const rank = region.rank(state);
    if (at < this.keptDepth) {
      this.keptTo = 0;
      this.keptDepth = at;
      this.keep(at, state);
    }
    const from = this.keptFrom[at]!;
    const count = this.keptTo - from;
    for (let seen = this.seen[at]!; ; seen++) {
      if (seen > 0) {
        const before = index[region.rank(this.kept[from + seen - 1]!)]!;
        if (before < index[rank]!) {
          index[rank] = before;
          isRoot.delete(state);
        }
      }
      if (seen === count) break;
      const next = this.kept[from + seen]!;
      if (index[region.rank(next)] === 0) {
        this.seen[at] = seen + 1;
        this.begin(next);
        return undefined;
      }
    }
    this.depth--;
    this.keptTo = from;
    return this.end(state, rank);
  }

  private end(state: number, rank: number): readonly number[] | undefined {
    const { region, index, way } = this;
    if (!this.isRoot.has(state)) {
      way[--this.waiting] = state;
      return undefined;
    }
    this.clock--;
    const members = [state];
    while (this.waiting < way.length && index[rank]! <= index[region.rank(way[this.waiting]!)]!) {
      const member = way[this.waiting++]!;
      members.push(member);
      index[region.rank(member)] = DONE;
      this.clock--;
    }
    index[rank] = DONE;
    return members.length > 1 || this.successions.goesRound(state) ? members : undefined;
  }
}

/** Above all indices: what is done never counts as leading back. */
const DONE = 2 ** 31 - 1;
