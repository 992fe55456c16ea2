/** XState's mark of an actor that is written down, which it does not export. */
const ACTOR_TYPE = 1;

/**
 * What a context holds where the machine has put an actor of its own that it spawned: in one state all references with an id are to one actor, so that the id says it
 * all. What a chart must not do with one the interpreter adds.
 */
export class ActorReference {
  constructor(readonly id: string) {
    Object.freeze(this);
  }

  /** As XState writes down an actor. */
  toJSON(): object {
    return writtenActor(this.id);
  }
}

/** As XState writes down an actor. */
export const writtenActor = (id: string): object => ({ xstate$$type: ACTOR_TYPE, id });

/** By id: a chart may compare references. */
const byId = new Map<string, ActorReference>();

/** Actors that XState has created, and references themselves. */
const actors = new WeakSet();

export function actorReference(id: string): ActorReference {
  let reference = byId.get(id);
  if (reference === undefined) {
    byId.set(id, (reference = new ActorReference(id)));
    actors.add(reference);
  }
  return reference;
}

/** From now on an actor that XState creates for a machine is held as a reference. */
export function holdAsReference(actor: object): void {
  actors.add(actor);
}

/** What is held in place of an actor of a machine's own; `undefined` for everything else. It calls no code of the user's. */
export function referenceOf(value: unknown): ActorReference | undefined {
  if (typeof value !== 'object' || value === null || !actors.has(value)) return undefined;
  return value instanceof ActorReference ? value : actorReference((value as { readonly id: string }).id);
}

/**
 * Looks for actors in plain data that may hold some.
 *
 * @param isMeant whether an actor, or a reference, is one that is looked for
 * @returns the path of the first one, as it goes on behind the name of the value, and its id
 */
export function findActor(
  value: unknown,
  isMeant: (actor: object, id: string) => boolean,
): { readonly path: string; readonly id: string } | undefined {
  // Nothing refers to an actor where none has ever been put into a context.
  return byId.size === 0 ? undefined : find(value, '', isMeant, new Set());
}

function find(
  value: unknown,
  path: string,
  isMeant: (actor: object, id: string) => boolean,
  seen: Set<object>,
): { readonly path: string; readonly id: string } | undefined {
  if (typeof value !== 'object' || value === null || seen.has(value)) return undefined;
  seen.add(value);
  const reference = referenceOf(value);
  if (reference !== undefined) return isMeant(value, reference.id) ? { path, id: reference.id } : undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = find(part, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, isMeant, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
