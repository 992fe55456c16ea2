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

/** By how much what is held changes: by kind, where it does. */
interface Change {
  readonly kinds: readonly number[];
  readonly units: readonly number[];
}

const NO_CHANGE: Change = { kinds: [], units: [] };

/** What a component holds in a state, with the kinds by their numbers. There is one such list for equal leases. */
export class LeaseList {
  /** The list that followed this one last, the one that it followed, and by how much more was held then: hardly any follows many. */
  private next: LeaseList | undefined;
  private toNext = NO_CHANGE;
  private before: LeaseList | undefined;
  private fromBefore = NO_CHANGE;
  /** To every list that has followed this one. */
  private readonly changes = new Map<LeaseList, Change>();

  constructor(readonly leases: readonly (Lease & { readonly kindIndex: number })[]) {}

  /** By how much more is held with another list than with this one. */
  changeTo(other: LeaseList): Change {
    if (this.next === other) return this.toNext;
    if (other.before === this) return other.fromBefore;
    let change = this.changes.get(other);
    if (change === undefined) {
      change = changeBetween(this, other);
      this.changes.set(other, change);
    }
    this.next = other;
    this.toNext = change;
    other.before = this;
    other.fromBefore = change;
    return change;
  }
}

function changeBetween(before: LeaseList, after: LeaseList): Change {
  const units = new Map<number, number>();
  for (const lease of before.leases)
    units.set(lease.kindIndex, (units.get(lease.kindIndex) ?? 0) - lease.units);
  for (const lease of after.leases)
    units.set(lease.kindIndex, (units.get(lease.kindIndex) ?? 0) + lease.units);
  const changed = [...units].filter(([, more]) => more !== 0);
  return { kinds: changed.map(([kind]) => kind), units: changed.map(([, more]) => more) };
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
  /** By kind: integral over the time, so far, of what was held of all owners. */
  private readonly unitNs: Float64Array;
  private readonly heldOfAll: Float64Array;
  private sinceNs = 0;
  /** By component. */
  private readonly current: LeaseList[];
  /** By component: when its leases began. */
  private readonly begun: Float64Array;
  /** By owner and kind: of which more was held than there is, by one change or another since this was asked last. */
  private readonly overdrawn: number[] = [];
  private readonly lists = new Map<string, LeaseList>();
  private readonly nothing = new LeaseList([]);

  /**
   * @param components their ids
   * @param onSpan told of each lease when it ends
   */
  constructor(
    private readonly components: readonly string[],
    private readonly owners: readonly string[],
    units: Readonly<Record<string, number>>,
    private readonly onSpan: ((span: Span) => void) | undefined,
  ) {
    this.current = components.map(() => this.nothing);
    this.begun = new Float64Array(components.length);
    this.kinds = Object.keys(units);
    this.unitsOf = Object.values(units);
    this.held = new Float64Array(owners.length * this.kinds.length);
    this.unitNs = new Float64Array(this.kinds.length);
    this.heldOfAll = new Float64Array(this.kinds.length);
  }

  /**
   * Checks what a machine says that it holds in a state; equal leases give the same list.
   *
   * @throws CheckError for a kind that there is not
   */
  resolve(leases: readonly Lease[], machine: string): LeaseList {
    if (leases.length === 0) return this.nothing;
    const key = JSON.stringify(leases);
    let list = this.lists.get(key);
    if (list === undefined) {
      list = new LeaseList(
        leases.map((lease) => {
          const kindIndex = this.kinds.indexOf(lease.kind);
          if (kindIndex < 0 || !(lease.units >= 0)) {
            throw new CheckError(
              `The machine '${machine}' holds ${lease.units} of '${lease.kind}', but the kinds of resources are ${this.kinds.join(', ')}. Correct its leases, or add the kind.`,
            );
          }
          return { ...lease, kindIndex };
        }),
      );
      this.lists.set(key, list);
    }
    return list;
  }

  /**
   * From now on a component holds this, and nothing else. Leases go on where they all stay the same.
   *
   * @param owner number of the owner whose resources the component uses
   */
  hold(component: number, owner: number, leases: LeaseList, nowNs: number): void {
    const before = this.current[component]!;
    if (before === leases) return;
    if (nowNs !== this.sinceNs) this.account(nowNs);
    const { kinds, units } = before.changeTo(leases);
    for (let at = 0; at < kinds.length; at++) this.change(owner, kinds[at]!, units[at]!);
    if (this.onSpan !== undefined) {
      for (const lease of before.leases) this.end(component, owner, lease, nowNs);
    }
    this.current[component] = leases;
    this.begun[component] = nowNs;
  }

  /** A resource of which more is held than there is, among those that have changed since the last call. */
  exceeded(): OverLease | undefined {
    if (this.overdrawn.length === 0) return undefined;
    const { kinds, unitsOf, held, owners } = this;
    const index = this.overdrawn.find((each) => held[each]! > unitsOf[each % kinds.length]!);
    this.overdrawn.length = 0;
    if (index === undefined) return undefined;
    const kind = index % kinds.length;
    const owner = owners[Math.floor(index / kinds.length)]!;
    return { owner, kind: kinds[kind]!, held: held[index]!, units: unitsOf[kind]! };
  }

  /** By kind: the share of all owners' units that was held, from the start on. */
  utilisation(nowNs: number): Readonly<Record<string, number>> {
    const share = (kind: number) => {
      const unitNs = this.unitNs[kind]! + this.heldOfAll[kind]! * (nowNs - this.sinceNs);
      const all = this.unitsOf[kind]! * this.owners.length * nowNs;
      return all === 0 ? 0 : unitNs / all;
    };
    return Object.fromEntries(this.kinds.map((name, kind) => [name, share(kind)]));
  }

  /** Ends all leases that are held still. */
  finish(nowNs: number, ownerOf: (component: number) => number): void {
    this.current.forEach((_, component) => this.hold(component, ownerOf(component), this.nothing, nowNs));
  }

  /** What was held until now. */
  private account(nowNs: number): void {
    const { unitNs, heldOfAll } = this;
    const ns = nowNs - this.sinceNs;
    for (let kind = 0; kind < unitNs.length; kind++) unitNs[kind]! += heldOfAll[kind]! * ns;
    this.sinceNs = nowNs;
  }

  private change(owner: number, kind: number, units: number): void {
    const index = owner * this.kinds.length + kind;
    this.heldOfAll[kind]! += units;
    const held = this.held[index]! + units;
    this.held[index] = held;
    if (units > 0 && held > this.unitsOf[kind]!) this.overdrawn.push(index);
  }

  private end(index: number, owner: number, lease: Lease, endNs: number): void {
    const startNs = this.begun[index]!;
    if (startNs === endNs) return;
    const { kind, units, label, group } = lease;
    const component = this.components[index]!;
    const span = { owner: this.owners[owner]!, component, kind, units, label, startNs, endNs };
    this.onSpan?.(group === undefined ? span : { ...span, group });
  }
}
