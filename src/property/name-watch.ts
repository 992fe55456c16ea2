import { matchesState, type StateValue } from 'xstate';
import type { Engine } from '../engine/engine.js';
import { inspectPlain } from '../network/canonical.js';
import { chartNames } from '../network/chart-names.js';
import { CheckError } from '../network/errors.js';
import { listed, suggestion } from '../network/nearest.js';

/** What one predicate has asked about one component. */
interface Asked {
  /** By text. */
  readonly states: Map<string, StateValue>;
  readonly tags: Set<string>;
  /** Fields of the context that were not there when they were read. */
  readonly missing: Set<string>;
  /** Contexts as the predicate sees them, by local state. */
  readonly contexts: unknown[];
  /** By the context itself. */
  readonly watched: WeakMap<object, object>;
  readonly handler: ProxyHandler<object>;
}

/** Local states beyond are looked up by their contexts: a predicate need not have a place for each. */
const LOCALS_MAX = 2 ** 14;

/** JSON.stringify looks for it, and no chart means it. */
const LOOKED_FOR_BY_JSON = 'toJSON';

/**
 * Watches the names by which a predicate asks about components. States and tags are known from the chart and refused at once; a field of the
 * context may appear in a state that is yet to come, so that a missing one is only noted until all states are known.
 */
export class NameWatch {
  private readonly asked: (Asked | undefined)[] = [];
  /** The components that something was asked about: of many there are mostly few. */
  private readonly askedAbout: number[] = [];
  /** What is asked for the first time is not noted but counted: see `isNothingNew`. */
  private isTrial = false;
  private news = 0;

  constructor(private readonly engine: Engine) {}

  /** Whether nothing is asked for the first time meanwhile. What is, is not noted: it is as if it had not been asked. */
  isNothingNew(meanwhile: () => void): boolean {
    this.isTrial = true;
    this.news = 0;
    try {
      meanwhile();
    } finally {
      this.isTrial = false;
    }
    return this.news === 0;
  }

  /** Whether something that is asked for the first time is to be noted. */
  private readonly isNoted = (): boolean => {
    if (this.isTrial) this.news++;
    return !this.isTrial;
  };

  /** @throws CheckError for a state that the component's chart has not */
  askState(component: number, value: StateValue): void {
    const { states } = this.of(component);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (states.has(text)) return;
    const { id, machine } = this.chartOf(component);
    const names = chartNames(machine);
    if (!names.hasState(value)) {
      const shown = dotted(value);
      throw new CheckError(
        `The machine '${machine.id}' of component '${id}' has no state ${shown}; it has ${listed(names.states)}.${suggestion(shown.slice(1, -1), names.states)}`,
      );
    }
    if (this.isNoted()) states.set(text, value);
  }

  /** @throws CheckError for a tag that no state of the component's chart has */
  askTag(component: number, tag: string): void {
    const { tags } = this.of(component);
    if (tags.has(tag)) return;
    const { id, machine } = this.chartOf(component);
    const known = chartNames(machine).tags;
    if (!known.includes(tag)) {
      throw new CheckError(
        `No state of machine '${machine.id}' of component '${id}' has the tag '${tag}'; the tags are ${listed(known)}.${suggestion(tag, known)}`,
      );
    }
    if (this.isNoted()) tags.add(tag);
  }

  /** The context in a local state as it is; only that reading a field which is not there is noted. */
  contextIn(component: number, local: number): unknown {
    return this.of(component).contexts[local] ?? this.watchContext(component, local);
  }

  private watchContext(component: number, local: number): unknown {
    const context = this.engine.components[component]!.local(local).snapshot.context as unknown;
    // XState takes a context that is no object as it is; it has no fields to watch.
    if (typeof context !== 'object' || context === null) return context;
    const { watched, contexts, handler } = this.of(component);
    // A predicate may compare contexts: equal ones are one object, as they are in the tables.
    let seen = watched.get(context);
    if (seen === undefined) {
      seen = new Proxy(context, handler);
      watched.set(context, seen);
    }
    if (local < LOCALS_MAX) contexts[local] = seen;
    return seen;
  }

  /** @throws CheckError when a field was read that no state of the component has: for when all states are known */
  refuseUnknownFields(where: string): void {
    for (const [index, field] of this.unknownFields()) {
      const { id, machine } = this.chartOf(index);
      const known = [
        ...new Set(
          this.engine.components[index]!.locals.flatMap(({ snapshot }) =>
            Object.keys(Object(snapshot.context) as object),
          ),
        ),
      ];
      throw new CheckError(
        `${where} reads the field '${field}' of the context of component '${id}', which no state of it has; they have ${listed(known)}.${suggestion(field, known)} ` +
          `A field that is there only at times needs a first value (undefined, say) in the context of machine '${machine.id}'.`,
      );
    }
  }

  /** States, tags and fields that were asked for and that no state seen has, each as a phrase. */
  neverSeen(): string[] {
    const phrases = this.inOrder().flatMap(([index, asked]) => {
      const { id, locals } = this.engine.components[index]!;
      const states = [...asked.states.values()].filter(
        (value) => !locals.some(({ snapshot }) => matchesState(value, snapshot.value)),
      );
      const tags = [...asked.tags].filter(
        (tag) => !locals.some(({ snapshot }) => snapshot.hasTag(tag as never)),
      );
      return [
        ...states.map((value) => `state ${dotted(value)} of component '${id}'`),
        ...tags.map((tag) => `tag '${tag}' of component '${id}'`),
      ];
    });
    const fields = this.unknownFields().map(
      ([index, field]) => `context field '${field}' of component '${this.chartOf(index).id}'`,
    );
    return [...phrases, ...fields];
  }

  private unknownFields(): [component: number, field: string][] {
    return this.inOrder().flatMap(([index, { missing }]) =>
      [...missing]
        .filter((field) => {
          const { locals } = this.engine.components[index]!;
          return !locals.some(({ snapshot }) => field in (Object(snapshot.context) as object));
        })
        .map((field): [number, string] => [index, field]),
    );
  }

  private inOrder(): [component: number, asked: Asked][] {
    return this.askedAbout.toSorted((one, other) => one - other).map((index) => [index, this.asked[index]!]);
  }

  private chartOf(component: number) {
    const { componentIds, components } = this.engine.network;
    return { id: componentIds[component]!, machine: components[component]!.machine };
  }

  private of(component: number): Asked {
    const known = this.asked[component];
    if (known !== undefined) return known;
    this.askedAbout.push(component);
    return (this.asked[component] = nothingAsked(this.isNoted));
  }
}

function nothingAsked(isNoted: () => boolean): Asked {
  const missing = new Set<string>();
  const note = (context: object, key: string | symbol) => {
    if (typeof key !== 'string' || key in context || key === LOOKED_FOR_BY_JSON || missing.has(key)) return;
    if (isNoted()) missing.add(key);
  };
  return {
    states: new Map(),
    tags: new Set(),
    missing,
    contexts: [],
    watched: new WeakMap(),
    handler: {
      get: (context, key) => {
        note(context, key);
        return Reflect.get(context, key) as unknown;
      },
      // The write is tried on the frozen context, so that its error reads as it does without the watch.
      set: (context: Record<string | symbol, unknown>, key, value) => {
        context[key] = value;
        return true;
      },
      has: (context, key) => {
        note(context, key);
        return Reflect.has(context, key);
      },
      getOwnPropertyDescriptor: (context, key) => {
        note(context, key);
        return Reflect.getOwnPropertyDescriptor(context, key);
      },
    },
  };
}

/** `'run.a'` for `{ run: 'a' }`; what cannot be written so, in full. */
function dotted(value: StateValue): string {
  const path: string[] = [];
  let inner: StateValue | undefined = value;
  while (typeof inner === 'object') {
    const entries: [string, StateValue | undefined][] = Object.entries(inner);
    if (entries.length !== 1) return inspectPlain(value);
    path.push(entries[0]![0]);
    inner = entries[0]![1];
  }
  return `'${[...path, String(inner)].join('.')}'`;
}
