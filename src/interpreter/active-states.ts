import type { AnyMachineSnapshot, AnyStateNode } from 'xstate';

/** Active states in one order, and what comes of them alone. */
interface Active {
  readonly nodes: readonly AnyStateNode[];
  readonly tags: AnyMachineSnapshot['tags'];
}

/** What is known of lists that begin in one way. */
interface Beginning {
  readonly longer: Map<AnyStateNode, Beginning>;
  active: Active | undefined;
}

/**
 * The active states of one machine: snapshots with the same ones in the same order share their list and their tags, of which XState makes new ones at
 * each transition. What else follows from the list is then looked up by it.
 */
export class ActiveStates {
  private readonly none: Beginning = { longer: new Map(), active: undefined };

  /** @param before the snapshot that this one came from: most transitions stay in its states */
  share(snapshot: AnyMachineSnapshot, before: AnyMachineSnapshot | undefined): void {
    const nodes = snapshot._nodes as readonly AnyStateNode[];
    if (before !== undefined && areSame(nodes, before._nodes as readonly AnyStateNode[])) {
      put(snapshot, { nodes: before._nodes as readonly AnyStateNode[], tags: before.tags });
      return;
    }
    let beginning = this.none;
    for (const node of nodes) {
      let longer = beginning.longer.get(node);
      if (longer === undefined) {
        longer = { longer: new Map(), active: undefined };
        beginning.longer.set(node, longer);
      }
      beginning = longer;
    }
    put(snapshot, (beginning.active ??= { nodes, tags: snapshot.tags }));
  }
}

/**
 * The states that a snapshot's value names, and the root. XState looks for transitions on events in these, but takes tags, exit actions, history and
 * eventless transitions from the list of active states, and the two may differ: where one transition enters two children of a compound state, and
 * where a parallel state is left for its own history, which has just been filled and does not name the state itself.
 */
export function namedStates({
  value,
  machine,
}: Pick<AnyMachineSnapshot, 'value' | 'machine'>): Set<AnyStateNode> {
  const named = new Set<AnyStateNode>();
  const add = (node: AnyStateNode | undefined, inner: unknown): void => {
    if (node === undefined) return;
    named.add(node);
    if (typeof inner === 'string') add(node.states[inner], undefined);
    else if (inner !== undefined) {
      for (const [key, below] of Object.entries(inner as object)) add(node.states[key], below);
    }
  };
  add(machine.root, value);
  return named;
}

function put(snapshot: AnyMachineSnapshot, { nodes, tags }: Active): void {
  snapshot._nodes = nodes as AnyStateNode[];
  snapshot.tags = tags;
}

function areSame(one: readonly AnyStateNode[], other: readonly AnyStateNode[]): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}
