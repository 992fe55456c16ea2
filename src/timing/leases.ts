import { CheckError } from '../network/errors.js';

/** What a component holds while it is in a state: some units of one kind of its owner's resources. */
export interface Lease {
  readonly kind: string;
  readonly units: number;
  /** What it is held for, as timelines show it. */
  readonly label: string;
  /** Leases of one group look alike in timelines, for example those of one microbatch. */
  readonly group?: string;
}

/** A lease over the time that it was held. Times in nanoseconds of virtual time. */
export interface Span extends Lease {
  readonly owner: string;
  readonly component: string;
  readonly startNs: number;
  readonly endNs: number;
}

/** A lease whose kind is known by its number. */
export interface ResolvedLease extends Lease {
  readonly kindIndex: number;
}

/** More is held of a resource than there is. */
export interface OverLease {
  readonly owner: string;
  readonly kind: string;
  readonly held: number;
  readonly units: number;
}

/** Which component holds what, when; and which share of the resources was held over the time. */
export class Leases {
  private readonly kinds: readonly string[];
  private readonly unitsOf: readonly number[];
  /** By owner and kind. */
  private readonly held: Float64Array;
  /** By kind: integral over the time of what was held of all owners, and over what time so far. */
  private readonly unitNs: Float64Array;
  private readonly heldOfAll: Float64Array;
  private readonly since: Float64Array;
  /** By component. */
  private readonly current: (readonly ResolvedLease[])[] = [];
  /** By component: when each of its leases began. */
  private readonly begun: number[][] = [];
  private readonly touched: number[] = [];

  /** @param onSpan told of each lease when it ends */
  constructor(
    private readonly owners: readonly string[],
    units: Readonly<Record<string, number>>,
    private readonly onSpan: ((span: Span) => void) | undefined,
  ) {
    this.kinds = Object.keys(units);
    this.unitsOf = Object.values(units);
    this.held = new Float64Array(owners.length * this.kinds.length);
    this.unitNs = new Float64Array(this.kinds.length);
    this.heldOfAll = new Float64Array(this.kinds.length);
    this.since = new Float64Array(this.kinds.length);
  }

  /** Checks what a machine says that it holds in a state. @throws CheckError for a kind that there is not */
  resolve(leases: readonly Lease[], machine: string): readonly ResolvedLease[] {
    return leases.map((lease) => {
      const kindIndex = this.kinds.indexOf(lease.kind);
      if (kindIndex < 0 || !(lease.units >= 0)) {
        throw new CheckError(
          `The machine '${machine}' holds ${lease.units} of '${lease.kind}', but the kinds of resources are ${this.kinds.join(', ')}. Correct its leases, or add the kind.`,
        );
      }
      return { ...lease, kindIndex };
    });
  }

  /**
   * From now on a component holds this, and nothing else.
   *
   * @param owner number of the owner whose resources the component uses
   */
  hold(component: number, id: string, owner: number, leases: readonly ResolvedLease[], nowNs: number): void {
    const before = this.current[component] ?? NOTHING;
    if (before === leases || (before.length === 0 && leases.length === 0)) return;
    const begunBefore = this.begun[component] ?? [];
    const begun: number[] = [];
    for (const lease of leases) {
      const same = placeOf(lease, before);
      begun.push(same < 0 ? nowNs : begunBefore[same]!);
    }
    for (let at = 0; at < before.length; at++) {
      const lease = before[at]!;
      if (placeOf(lease, leases) >= 0) continue;
      this.change(owner, lease.kindIndex, -lease.units, nowNs);
      this.end(id, owner, lease, begunBefore[at]!, nowNs);
    }
    for (const lease of leases) {
      if (placeOf(lease, before) < 0) this.change(owner, lease.kindIndex, lease.units, nowNs);
    }
    this.current[component] = leases;
    this.begun[component] = begun;
  }

  /** A resource of which more is held than there is, among those that have changed since the last call. */
  exceeded(): OverLease | undefined {
    let found: OverLease | undefined;
    const kinds = this.kinds.length;
    for (const place of this.touched) {
      const held = this.held[place]!;
      const kind = place % kinds;
      const units = this.unitsOf[kind]!;
      if (held <= units || found !== undefined) continue;
      found = { owner: this.owners[Math.floor(place / kinds)]!, kind: this.kinds[kind]!, held, units };
    }
    this.touched.length = 0;
    return found;
  }

  /** By kind: the share of all owners' units that was held, from the start on. */
  utilisation(nowNs: number): Readonly<Record<string, number>> {
    const share = (kind: number) => {
      const unitNs = this.unitNs[kind]! + this.heldOfAll[kind]! * (nowNs - this.since[kind]!);
      const all = this.unitsOf[kind]! * this.owners.length * nowNs;
      return all === 0 ? 0 : unitNs / all;
    };
    return Object.fromEntries(this.kinds.map((name, kind) => [name, share(kind)]));
  }

  /** Ends all leases that are held still. */
  finish(nowNs: number, idOf: (component: number) => string, ownerOf: (component: number) => number): void {
    this.current.forEach((_, component) =>
      this.hold(component, idOf(component), ownerOf(component), NOTHING, nowNs),
    );
  }

  private change(owner: number, kind: number, units: number, nowNs: number): void {
    const place = owner * this.kinds.length + kind;
    this.unitNs[kind]! += this.heldOfAll[kind]! * (nowNs - this.since[kind]!);
    this.since[kind] = nowNs;
    this.heldOfAll[kind]! += units;
    this.held[place]! += units;
    this.touched.push(place);
  }

  private end(component: string, owner: number, lease: ResolvedLease, startNs: number, endNs: number): void {
    if (this.onSpan === undefined || startNs === endNs) return;
    const { kind, units, label, group } = lease;
    const span = { owner: this.owners[owner]!, component, kind, units, label, startNs, endNs };
    this.onSpan(group === undefined ? span : { ...span, group });
  }
}

const NOTHING: readonly ResolvedLease[] = [];

/** Where an equal lease stands, or -1. */
function placeOf(lease: ResolvedLease, leases: readonly ResolvedLease[]): number {
  for (let at = 0; at < leases.length; at++) if (isSame(lease, leases[at]!)) return at;
  return -1;
}

function isSame(one: ResolvedLease, other: ResolvedLease): boolean {
  return (
    one === other ||
    (one.kindIndex === other.kindIndex &&
      one.units === other.units &&
      one.label === other.label &&
      one.group === other.group)
  );
}
