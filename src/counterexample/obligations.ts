import type { LocalState } from '../interpreter/local-state.js';
import type { Network } from '../network/network.js';
import type { LeadsToProperty } from '../network/property.js';
import { PlainView } from '../reference/plain-evaluator.js';
import type { PlainNetwork } from '../reference/plain-network.js';
import type { PlainState } from '../reference/plain-state.js';

/** What is owed along one run: whether something is, of a property that leads to something, no state tells by itself. */
export class Obligations {
  private readonly properties: readonly LeadsToProperty[];
  private readonly owed = new Set<string>();
  private isFirst = true;

  constructor(private readonly network: Network) {
    this.properties = network.properties.filter((property) => property.kind === 'leads to');
  }

  /** The run has come to its next state. */
  see(plain: PlainNetwork, state: PlainState): void {
    if (this.properties.length === 0) return;
    const view = new PlainView(plain, state);
    for (const { name, from, to } of this.properties) {
      const isAsked = this.owed.has(name) || (from === undefined ? this.isFirst : from(view));
      if (isAsked && !to(view)) this.owed.add(name);
      else this.owed.delete(name);
    }
    this.isFirst = false;
  }

  /** The properties to which something is owed that leads to something. */
  get owing(): readonly string[] {
    return this.properties.map(({ name }) => name).filter((name) => this.owed.has(name));
  }

  /** Whether something is owed to a property in the state that was seen last: a monitor is pending. */
  isOwed(property: string, state: PlainState): boolean {
    const local = this.monitor(property, state);
    return local === undefined ? this.owed.has(property) : local.snapshot.hasTag('pending' as never);
  }

  /** The state of a monitor; `undefined` where the property is none. */
  monitor(property: string, { monitors }: PlainState): LocalState | undefined {
    const names = this.network.properties.filter(({ kind }) => kind === 'monitor').map(({ name }) => name);
    return monitors[names.indexOf(property)];
  }
}
