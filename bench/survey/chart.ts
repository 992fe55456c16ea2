/** An action or a guard, as a chart's data have it: a name, a name with parameters, or a function. */
export type Named = string | { readonly type: string } | ((...args: never[]) => unknown);

/** A transition, as a chart's data have it. */
export interface Transition {
  target?: string;
  guard?: Named;
  actions?: Named | Named[];
}

type Transitions = string | Transition | (string | Transition)[];

/** The parts of a chart's data that are edited; each state is a chart too. */
export interface Chart {
  type?: unknown;
  on?: Record<string, Transitions>;
  after?: Record<string, Transitions>;
  always?: Transitions;
  entry?: Named | Named[];
  exit?: Named | Named[];
  states?: Record<string, Chart>;
}

/** Where a list of candidates stands in its state. */
export interface Trigger {
  readonly kind: 'on' | 'after' | 'always';
  /** The event or the delay; empty for `always`. */
  readonly key: string;
}

/** All states of a chart with their paths, in document order, the whole chart first. */
export function* statesOf(chart: Chart, path: readonly string[] = []): Generator<[readonly string[], Chart]> {
  yield [path, chart];
  for (const [name, state] of Object.entries(chart.states ?? {})) yield* statesOf(state, [...path, name]);
}

/** The state with this path. */
export const stateAt = (chart: Chart, path: readonly string[]): Chart =>
  path.reduce((state, name) => state.states![name]!, chart);

export const triggersOf = ({ on = {}, after = {}, always }: Chart): Trigger[] => [
  ...Object.keys(on).map((key) => ({ kind: 'on', key }) as const),
  ...Object.keys(after).map((key) => ({ kind: 'after', key }) as const),
  ...(always === undefined ? [] : [{ kind: 'always', key: '' } as const]),
];

/** The candidates for a trigger, in order, each written out. */
export function candidatesOf(state: Chart, { kind, key }: Trigger): Transition[] {
  const found = kind === 'always' ? state.always : state[kind]![key];
  return (Array.isArray(found) ? found : [found!]).map((each) =>
    typeof each === 'string' ? { target: each } : each,
  );
}

/** Puts other candidates in the place of those for a trigger. */
export function setCandidates(state: Chart, { kind, key }: Trigger, candidates: Transition[]): void {
  if (kind === 'always') state.always = candidates;
  else state[kind]![key] = candidates;
}

export function listOf(actions: Named | Named[] | undefined): Named[] {
  if (actions === undefined) return [];
  return Array.isArray(actions) ? actions : [actions];
}

/** What an action or a guard is called. */
export function nameOf(named: Named): string {
  if (typeof named === 'string') return named;
  if (typeof named === 'function') return named.name === '' ? 'unnamed' : named.name;
  const { type, params } = named as { readonly type: string; readonly params?: unknown };
  // Actions of one name differ by what they are given.
  return typeof params === 'object' && params !== null
    ? `${type} ${Object.values(params).map(String).join(' ')}`
    : type;
}
