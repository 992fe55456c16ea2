import type { AnyStateMachine } from 'xstate';
import { canonicalKey } from '../network/canonical.js';
import { CheckError } from '../network/errors.js';
import { describeInline } from './inline.js';

type Fields = Readonly<Record<string, unknown>>;
type Reader = (value: unknown, at: string) => unknown;

/** A machine's configuration as plain data, with the names that it needs implemented. */
export interface Chart {
  readonly config: Fields;
  readonly guards: ReadonlySet<string>;
  readonly actions: ReadonlySet<string>;
  readonly delays: ReadonlySet<string>;
  readonly actors: ReadonlySet<string>;
  /** Functions by the generated names that stand for them. */
  readonly generated: ReadonlyMap<string, unknown>;
  /** Guards and actions, as `guard isBelow`, that are somewhere given parameters which are computed: these are left out. */
  readonly computedParams: ReadonlySet<string>;
  /** The context at the start is in `config`; else it is computed from the input. */
  readonly hasContext: boolean;
  /** What plain data cannot say, a sentence each. */
  readonly remarks: readonly string[];
}

/** Reads a machine's chart. What is a function there has a generated name here. */
export function readChart(machine: AnyStateMachine): Chart {
  const reader = new ChartReader();
  const config = reader.read(machine.config as unknown as Fields);
  const { guards, actions, delays, actors, generated, computedParams, hasContext, remarks } = reader;
  return { config, guards, actions, delays, actors, generated, computedParams, hasContext, remarks };
}

class ChartReader {
  readonly guards = new Set<string>();
  readonly actions = new Set<string>();
  readonly delays = new Set<string>();
  readonly actors = new Set<string>();
  readonly remarks: string[] = [];
  readonly generated = new Map<string, unknown>();
  readonly computedParams = new Set<string>();
  hasContext = true;

  read(config: Fields): Fields {
    const { context, schemas: _schemas, types: _types, ...chart } = config;
    const { id, ...others } = this.state(chart, '') as Fields;
    return {
      ...(id === undefined ? {} : { id }),
      ...(context === undefined ? {} : { context: this.context(context) }),
      ...others,
    };
  }

  private context(context: unknown): unknown {
    // A function without parameters does not look at the input: what it gives is the context.
    const value =
      typeof context === 'function' && context.length === 0 ? attempt(context as () => unknown) : context;
    const plain = this.plain(value, '');
    if (plain !== undefined) return plain;
    this.hasContext = false;
    this.remarks.push('The context is computed from the input of the machine; here it is empty.');
    return {};
  }

  private readonly state: Reader = (config, at) => this.fields(config, at, this.stateReaders);
  private readonly transitionsOf: Reader = (config, at) =>
    Array.isArray(config)
      ? config.map((each, index) => this.transition(each, `${at}.${index}`))
      : this.transition(config, `${at}.0`);

  private readonly initial: Reader = (config, at) =>
    typeof config === 'string' ? config : this.transition(config, at);

  private readonly invoke: Reader = (config, at) =>
    each(config, (invocation, index) =>
      this.fields(invocation, `${at}.${index}`, {
        src: (src, where) =>
          this.named(this.actors, src, typeof src === 'string' ? src : parentOf(where), 'actor'),
        onDone: this.transitionsOf,
        onError: this.transitionsOf,
        onSnapshot: this.transitionsOf,
      }),
    );

  private readonly actionsOf: Reader = (config, at) =>
    each(config, (action, index) => this.reference(this.actions, action, `${at}.${index}`, 'action'));

  private readonly stateReaders: Readonly<Record<string, Reader>> = {
    initial: this.initial,
    states: (states, at) => this.entries(states, parentOf(at), this.state),
    // An event without a transition is forbidden: it is not passed on to the parent state.
    on: (on, at) => this.entries(on, parentOf(at), this.transitionsOf, {}),
    always: this.transitionsOf,
    after: (after, at) => {
      for (const delay of Object.keys(after as Fields))
        if (Number.isNaN(Number(delay))) this.delays.add(delay);
      return this.entries(after, at, this.transitionsOf, []);
    },
    onDone: this.transitionsOf,
    entry: this.actionsOf,
    exit: this.actionsOf,
    invoke: this.invoke,
    route: (route, at) => this.transition(route, at),
  };

  private transition(config: unknown, at: string): unknown {
    if (config === undefined) return {};
    if (typeof config === 'string') return config;
    return this.fields(config, at, {
      guard: (guard) => this.reference(this.guards, guard, at, 'guard'),
      actions: (actions) =>
        each(actions, (action, index) => this.reference(this.actions, action, `${at}.${index}`, 'action')),
    });
  }

  /** A guard or an action: a name, a name with parameters, or a function that is given a name. */
  private reference(names: Set<string>, value: unknown, at: string, kind: string): unknown {
    if (typeof value !== 'object' || value === null) return this.named(names, value, at, kind);
    const { type, params } = value as Fields;
    const read = this.fields(value, at, { type: () => this.named(names, type, at, kind) });
    if (params !== undefined && read.params === undefined)
      this.computedParams.add(`${kind} ${String(read.type)}`);
    return read;
  }

  private named(names: Set<string>, value: unknown, at: string, kind: string): string {
    const name = typeof value === 'string' ? value : this.generate(value, at, kind);
    names.add(name);
    return name;
  }

  private generate(value: unknown, at: string, kind: string): string {
    const stem = `${kind}@${at}`;
    let name = stem;
    for (let copy = 2; this.generated.has(name); copy++) name = `${stem}~${copy}`;
    this.generated.set(name, value);
    this.remarks.push(
      `The name '${name}' stands for ${describeInline(value)}, which has no name in the original.`,
    );
    return name;
  }

  /** An object whose values are alike: states by name, transitions by event. */
  private entries(config: unknown, at: string, read: Reader, missing?: unknown): Fields {
    return Object.fromEntries(
      Object.entries(config as Fields).map(([key, value]) => [
        key,
        value === undefined ? missing : read(value, joined(at, key)),
      ]),
    );
  }

  /** An object whose keys have meanings of their own; those without a reader are plain data. */
  private fields(config: unknown, at: string, readers: Readonly<Record<string, Reader>>): Fields {
    const fields: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(config as Fields)) {
      if (value === undefined) continue;
      const where = joined(at, key);
      const read = Object.hasOwn(readers, key) ? readers[key] : undefined;
      const result = read === undefined ? this.plain(value, where) : read(value, where);
      if (result === undefined) this.remarks.push(`What is computed at '${where}' is left out.`);
      else fields[key] = result;
    }
    return fields;
  }

  /** The value if it is plain data. */
  private plain(value: unknown, at: string): unknown {
    try {
      canonicalKey(value, at);
      return value;
    } catch (thrown) {
      if (thrown instanceof CheckError) return undefined;
      throw thrown;
    }
  }
}

/** One or several, each read by its index; the shape is kept. */
function each(config: unknown, read: (value: unknown, index: number) => unknown): unknown {
  return Array.isArray(config) ? config.map(read) : read(config, 0);
}

function attempt(compute: () => unknown): unknown {
  try {
    return compute();
  } catch {
    return undefined;
  }
}

function joined(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`;
}

/** The place that a key is in: the key itself says nothing to the reader of a generated name. */
function parentOf(at: string): string {
  return at.slice(0, Math.max(0, at.lastIndexOf('.')));
}
