import type { View } from '../../network/property.js';

/** What a predicate reads of a component. */
export interface Read {
  /** Its state value, or what its state is tagged with. */
  readonly isState: boolean;
  /** Fields of its context. */
  readonly fields: ReadonlySet<string>;
  /** Those whose messages it is asked about that wait for it. */
  readonly senders: ReadonlySet<string>;
}

/** By id of a component, in the order in which they are read. */
export type Reads = ReadonlyMap<string, Read>;

/** What a predicate reads in a state. */
export function readsOf(view: View, predicate: (view: View) => unknown): Reads {
  const reads = new Map<string, { isState: boolean; fields: Set<string>; senders: Set<string> }>();
  const readOf = (id: string) => {
    const known = reads.get(id) ?? { isState: false, fields: new Set(), senders: new Set() };
    reads.set(id, known);
    return known;
  };
  const watched = new Proxy(view, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]): unknown => {
        const given: unknown = Reflect.apply(value, target, args);
        const [id, to] = args;
        if (typeof id !== 'string') return given;
        if (key === 'waiting') {
          readOf(String(to)).senders.add(id);
          return given;
        }
        const read = readOf(id);
        if (key === 'sendersTo') {
          for (const from of given as View['components']) read.senders.add(from);
          return given;
        }
        if (key === 'context' && typeof given === 'object' && given !== null)
          return watchedFields(given, read.fields);
        read.isState = true;
        return given;
      };
    },
  });
  try {
    predicate(watched);
  } catch {
    // What it has read before is known.
  }
  return reads;
}

function watchedFields<T extends object>(context: T, fields: Set<string>): T {
  return new Proxy(context, {
    get(target, key) {
      if (typeof key === 'string') fields.add(key);
      return Reflect.get(target, key, target) as unknown;
    },
  });
}
