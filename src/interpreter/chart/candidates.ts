import type { AnyMachineSnapshot, AnyStateNode } from 'xstate';
import { namedStates } from '../active-states.js';
import { valueText } from '../local-state.js';

/**
 * The types of events that can find a transition in a state at all, whatever its context and the event say: kept by state value and active states,
 * which they follow from. Of other types XState need not be asked.
 */
export class Candidates {
  /** By value and active states; `undefined` where any event may find one. */
  private readonly known = new Map<string, ReadonlySet<string> | undefined>();

  /** The types; `undefined` if events of any type may bring something about. */
  typesIn(snapshot: AnyMachineSnapshot): ReadonlySet<string> | undefined {
    const key = valueText(snapshot);
    const types = this.known.get(key);
    if (types !== undefined || this.known.has(key)) return types;
    const active = (snapshot._nodes as readonly AnyStateNode[]).flatMap(withAncestors);
    const found = typesOf([...new Set([...active, ...namedStates(snapshot)])]);
    this.known.set(key, found);
    return found;
  }
}

/** XState looks for eventless transitions in these, too, whether the states around an active one are active themselves or not. */
function withAncestors(node: AnyStateNode): AnyStateNode[] {
  return node.parent === undefined ? [node] : [node, ...withAncestors(node.parent)];
}

/** Wildcards take other types too; eventless transitions are looked for after every event, and their guards may read it. */
function typesOf(active: readonly AnyStateNode[]): ReadonlySet<string> | undefined {
  if (active.some(({ always }) => (always ?? []).length > 0)) return undefined;
  const types = new Set(active.flatMap(({ transitions }) => [...transitions.keys()]));
  return [...types].some((type) => type.includes('*')) ? undefined : types;
}
