import type { AnyMachineSnapshot, AnyStateNode } from 'xstate';

/** A snapshot as plain data, with all that a machine's future depends on: to be compared by value. */
export interface SnapshotPicture {
  readonly status: string;
  readonly value: unknown;
  readonly context: unknown;
  readonly output: unknown;
  /** Ids of what each history state remembers. */
  readonly history: Readonly<Record<string, readonly string[]>>;
  /** Ids of the active states in the order in which XState keeps them: it looks for eventless transitions in this order. */
  readonly nodes: readonly string[];
  readonly tags: readonly string[];
}

export function pictureOf(snapshot: AnyMachineSnapshot): SnapshotPicture {
  const ids = (nodes: readonly AnyStateNode[]) => nodes.map(({ id }) => id);
  return {
    status: snapshot.status,
    value: snapshot.value,
    context: snapshot.context,
    output: snapshot.output,
    history: Object.fromEntries(
      Object.entries(snapshot.historyValue).map(([id, nodes]) => [id, ids(nodes as AnyStateNode[])]),
    ),
    nodes: ids(snapshot._nodes as AnyStateNode[]),
    tags: [...(snapshot.tags as Set<string>)],
  };
}
