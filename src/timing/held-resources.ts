import { matchesState, type StateValue } from 'xstate';
import type { ComponentTable } from '../engine/tables/component-table.js';
import type { LocalState } from '../interpreter/local-state.js';
import { CheckError } from '../network/errors.js';
import type { Finding } from '../property/violation.js';
import { type LeaseList, Leases } from './leases.js';
import type { ComponentState, Resources, SimulateOptions } from './options.js';

/** What the components of a run hold of the resources that there are. */
export class HeldResources {
  private readonly leases: Leases;
  /** By component: number of its owner among the owners of resources, or -1. */
  private readonly owners: Int32Array;
  /** By component, and local state: components that are alike have the same list. */
  private readonly known: readonly LeaseList[][];

  /** @throws CheckError for an owner that there is not */
  constructor(
    private readonly components: readonly ComponentTable[],
    private readonly resources: Resources | undefined,
    onSpan: SimulateOptions['onSpan'],
  ) {
    const { owners = [], units = {} } = resources ?? {};
    const ids = components.map(({ id }) => id);
    this.leases = new Leases(ids, owners, units, onSpan);
    this.owners = Int32Array.from(ids, (id) => this.ownerOf(id));
    this.known = listsByBehaviour(components);
  }

  /** A component is in a local state from now on. @throws CheckError for a kind of resource that there is not */
  enter(index: number, local: number, nowNs: number): void {
    const owner = this.owners[index]!;
    if (owner < 0) return;
    const known = this.known[index]!;
    const leases = (known[local] ??= this.leasesIn(this.components[index]!, local));
    this.leases.hold(index, owner, leases, nowNs);
  }

  /** What is held of more than there is, since this was asked last. */
  exceeded(nowNs: number): Finding | undefined {
    const exceeded = this.leases.exceeded();
    if (exceeded === undefined) return undefined;
    const { owner, kind, held, units } = exceeded;
    return {
      property: 'leases-within-resources',
      message: `${held} ${kind} of ${owner} are held at ${nowNs} ns, and there are ${units}`,
    };
  }

  /** Ends all leases. Returns the utilisation by kind: see `SimulateResult`. */
  finish(nowNs: number): Readonly<Record<string, number>> {
    const utilisation = this.leases.utilisation(nowNs);
    this.leases.finish(nowNs, (index) => this.owners[index]!);
    return utilisation;
  }

  private ownerOf(component: string): number {
    const owner = this.resources?.ownerOf(component);
    if (this.resources === undefined || owner === undefined) return -1;
    const index = this.resources.owners.indexOf(owner);
    if (index >= 0) return index;
    throw new CheckError(
      `The component '${component}' uses the resources of '${owner}', who has none. Add it to the \`owners\`.`,
    );
  }

  private leasesIn({ interpreter, table }: ComponentTable, local: number): LeaseList {
    const machine = interpreter.machine.id;
    const state = stateOf(machine, table.locals[local]!);
    return this.leases.resolve(this.resources!.leasesOf(state), machine);
  }
}

function stateOf(machine: string, { snapshot }: LocalState): ComponentState {
  return {
    machine,
    matches: (value: StateValue) => matchesState(value, snapshot.value as StateValue),
    context: snapshot.context,
  };
}

function listsByBehaviour(components: readonly ComponentTable[]): LeaseList[][] {
  const lists = new Map<unknown, LeaseList[]>();
  return components.map(({ table }) => {
    const list = lists.get(table) ?? [];
    lists.set(table, list);
    return list;
  });
}
