import type { AnyMachineSnapshot, AnyStateNode } from 'xstate';
import { valueText } from '../local-state.js';

/**
 * The types of events that can find a transition in a state at all, whatever its context and the event say: kept by state value, which the
 * active states follow from. Of other types XState need not be asked.
 */
export class Candidates {
  /** By state value; `undefined` where any event may find one. */
  private readonly known = new Map<string, ReadonlySet<string> | undefined>();

  /** The types; `undefined` if events of any type may bring something about. */
  typesIn(snapshot: AnyMachineSnapshot): ReadonlySet<string> | undefined {
    const key = valueText(snapshot);
    const types = this.known.get(key);
    if (types !== undefined || this.known.has(key)) return types;
    const found = typesOf(snapshot._nodes as readonly AnyStateNode[]);
    this.known.set(key, found);
    return found;
  }
}

/** Wildcards take other types too; eventless transitions are looked for after every event, and their guards may read it. */
function typesOf(active: readonly AnyStateNode[]): ReadonlySet<string> | undefined {
  if (active.some(({ always }) => (always ?? []).length > 0)) return undefined;
  const types = new Set(active.flatMap(({ transitions }) => [...transitions.keys()]));
  return [...types].some((type) => type.includes('*')) ? undefined : types;
}
