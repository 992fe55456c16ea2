import fc from 'fast-check';
import { type AnyEventObject, setup } from 'xstate';
import { defineNetwork, type Network } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { COSTLY, guarding, guardingBoth, performing, performingWithFuel } from './chart-words.js';

const IDS = ['a', 'b', 'c', 'd'] as const;
const TYPES = ['A.x', 'A.y', 'A.z.w', 'B', 'C', 'D'] as const;
const DESCRIPTORS = [...TYPES, ...TYPES, '*', 'A.*', 'A.z.*'] as const;

/** Numbers that stand for a state or a component are taken modulo how many there are. */
const number = fc.noBias(fc.nat(99));
const payload = fc.constantFrom('-', '-', '0', '0', '1', '1', '2', 'c');
const eventType = fc.constantFrom(...TYPES);
const timerId = fc.constantFrom('t1', 't1', 't2', '-');

type Words = readonly (string | number)[];
const send: fc.Arbitrary<Words> = fc.tuple(fc.constant('send'), number, eventType, payload);

/** Words of an action: see `performing`. */
const words: fc.Arbitrary<Words> = fc.oneof(
  { weight: 24, arbitrary: send },
  { weight: 12, arbitrary: fc.tuple(fc.constant('reply'), eventType, payload) },
  { weight: 6, arbitrary: fc.tuple(fc.constant('raise'), eventType, payload) },
  { weight: 12, arbitrary: fc.tuple(fc.constant('remind'), eventType, payload, timerId) },
  { weight: 9, arbitrary: fc.tuple(fc.constant('post'), number, eventType, payload, timerId) },
  {
    weight: 9,
    arbitrary: fc.tuple(fc.constant('cancel'), fc.constantFrom('t1', 't1', 't1', 't2', 't2', 't9', '-')),
  },
  { weight: 9, arbitrary: fc.tuple(fc.constant('say'), fc.constantFrom('one', 'two')) },
  { weight: 9, arbitrary: fc.tuple(fc.constantFrom('count', 'count', 'hear')) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('fail')) },
);

const guard = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('v 0', 'v 1', 'even', 'heard B', 'not-even', 'even-and-heard', 'even-or-one'),
  },
  { weight: 3, arbitrary: number.map((state) => `in ${state}`) },
  { weight: 2, arbitrary: fc.constant('fails') },
);

const none = fc.constant<never[]>([]);
const actions = fc.array(words, { maxLength: 3 });
const transition = fc.record({
  targets: fc.oneof(
    { weight: 2, arbitrary: none },
    { weight: 5, arbitrary: fc.tuple(number) },
    { weight: 2, arbitrary: fc.tuple(number, number) },
  ),
  guard: fc.option(guard, { nil: undefined, freq: 2 }),
  reenter: fc.boolean(),
  actions,
});

type Of<T> = T extends fc.Arbitrary<infer V> ? V : never;
type Transition = Of<typeof transition>;

const node = fc.record({
  entry: fc.oneof({ weight: 5, arbitrary: none }, { weight: 1, arbitrary: actions }),
  exit: fc.oneof({ weight: 4, arbitrary: none }, { weight: 1, arbitrary: actions }),
  on: fc.array(
    fc.record({
      descriptor: fc.constantFrom(...DESCRIPTORS),
      taken: fc.oneof(
        { weight: 1, arbitrary: fc.constant<Transition[]>([]) },
        { weight: 6, arbitrary: fc.array(transition, { minLength: 1, maxLength: 2 }) },
      ),
    }),
    {
      maxLength: 3,
    },
  ),
  always: fc.oneof(
    { weight: 2, arbitrary: fc.constant<Transition[]>([]) },
    { weight: 1, arbitrary: fc.array(transition, { minLength: 1, maxLength: 1 }) },
  ),
  after: fc.array(transition, { maxLength: 2 }),
  onDone: transition,
  initialActions: fc.oneof({ weight: 4, arbitrary: none }, { weight: 1, arbitrary: actions }),
});

/** A state with what is in it; a `final` and a history state come along with some. */
interface Shape extends Of<typeof node> {
  readonly kind: 'atomic' | 'compound' | 'parallel';
  readonly children: readonly Shape[];
  readonly history: 'shallow' | 'deep' | undefined;
  /** The history state has a target of its own, for when it remembers nothing. */
  readonly historyDefault: number | undefined;
  readonly hasFinal: boolean;
}

function shape(depth: number, isRegion: boolean): fc.Arbitrary<Shape> {
  // A parallel state is done when all of its regions are.
  const hasFinal = isRegion ? fc.constant(true) : fc.boolean();
  if (depth === 0) return inner('atomic', 0, hasFinal);
  const plain = isRegion ? 'compound' : 'atomic';
  const kinds = [plain, plain, 'compound', 'parallel'] as const;
  return fc.constantFrom(...kinds).chain((kind) => inner(kind, depth, hasFinal));
}

/** @param hasFinal whether one of its states is final, if it is a compound one */
function inner(kind: Shape['kind'], depth: number, hasFinal: fc.Arbitrary<boolean>): fc.Arbitrary<Shape> {
  const children =
    kind === 'atomic'
      ? fc.constant<Shape[]>([])
      : fc.array(shape(depth - 1, kind === 'parallel'), {
          minLength: 2,
          maxLength: kind === 'parallel' ? 2 : 3,
        });
  return fc
    .tuple(
      node,
      fc.record({
        kind: fc.constant(kind),
        children,
        history: fc.option(fc.constantFrom('shallow' as const, 'deep' as const), { nil: undefined, freq: 2 }),
        historyDefault: fc.option(number, { nil: undefined }),
        hasFinal,
      }),
    )
    .map(([own, rest]) => ({ ...own, ...rest }));
}

const seldom = fc.constantFrom(false, false, false, false, false, true);

const component = fc.record({
  root: fc.oneof(
    { weight: 3, arbitrary: inner('compound', 3, seldom) },
    { weight: 1, arbitrary: inner('parallel', 2, seldom) },
  ),
  /** What the whole chart makes of an event that no state takes; nothing, if left out. */
  otherwise: fc.option(fc.array(fc.oneof(send, words), { minLength: 1, maxLength: 3 }), {
    nil: undefined,
    freq: 15,
  }),
  fuel: fc.integer({ min: 12, max: 30 }),
  failsAtStart: number.map((drawn) => drawn === 50),
  stimuli: fc.uniqueArray(fc.record({ type: eventType, v: fc.constantFrom(0, 1, 2, 2) }), {
    minLength: 2,
    maxLength: 4,
    selector: ({ type, v }) => `${type} ${v}`,
  }),
});

/** A state of a chart in the making. */
interface State {
  readonly id: string;
  readonly type: Shape['kind'] | 'final' | 'history';
  readonly parent: State | undefined;
  readonly shape: Shape;
  readonly children: State[];
}

/** The chart of one component. */
class Chart {
  private readonly states: State[] = [];
  private readonly actions = new Map<string, never>();
  private readonly guards = new Map<string, never>();

  constructor(
    private readonly spec: Of<typeof component>,
    private readonly self: string,
    private readonly ids: readonly string[],
  ) {}

  component(): ComponentSpec {
    const root = this.state(this.spec.root, undefined);
    if (this.spec.failsAtStart) this.action('fail at once');
    const config = { ...this.config(root), context: { fuel: this.spec.fuel, c: 0, heard: '' } };
    // Guards that others are made of.
    for (const name of ['fuelled', 'even', 'v 1', 'heard B']) this.guards.set(name, guarding(name));
    const machine = setup({
      actions: Object.fromEntries(this.actions),
      guards: Object.fromEntries(this.guards),
    }).createMachine(config as never) as never;
    return { machine, stimuli: this.spec.stimuli as AnyEventObject[] };
  }

  /** Every state gets an id of its own, so that each may be the target of each. */
  private state(shape: Shape, parent: State | undefined, type: State['type'] = shape.kind): State {
    const id = parent === undefined ? 'chart' : `n${this.states.length}`;
    const state: State = { id, type, parent, shape, children: [] };
    if (parent !== undefined) this.states.push(state);
    if (type !== shape.kind || type === 'atomic') return state;
    for (const child of shape.children) state.children.push(this.state(child, state));
    if (shape.hasFinal && type === 'compound') state.children.push(this.state(shape, state, 'final'));
    if (shape.history !== undefined) state.children.push(this.state(shape, state, 'history'));
    return state;
  }

  private config(state: State): object {
    const { id, type, shape, children, parent } = state;
    if (type === 'final') return { id, type, entry: this.named(shape.exit) };
    if (type === 'history') return { id, type, history: shape.history, ...this.historyTarget(state) };
    const on = Object.fromEntries(
      shape.on.map(({ descriptor, taken }) => [
        descriptor,
        // A wildcard takes `xstate.done.state.*` too, and may lead to what is done at once.
        taken.length === 0 ? {} : taken.map((transition) => this.transition(transition, descriptor === '*')),
      ]),
    );
    return {
      id,
      ...(type === 'parallel' ? { type } : {}),
      entry: [
        ...this.named(shape.entry),
        ...(parent === undefined && this.spec.failsAtStart ? ['fail at once'] : []),
      ],
      exit: this.named(shape.exit),
      on: parent === undefined ? this.ofWhole(on) : on,
      after: Object.fromEntries(shape.after.map((transition, at) => [at + 1, this.transition(transition)])),
      always: shape.always.map((transition) => this.eventless(transition)),
      ...(children.length === 0
        ? {}
        : {
            onDone: this.transition(shape.onDone, true),
            states: Object.fromEntries(children.map((child) => [child.id, this.config(child)])),
          }),
      ...(type === 'compound'
        ? { initial: { target: children[0]!.id, actions: this.named(shape.initialActions) } }
        : {}),
    };
  }

  /** A parallel state has no initial one, which would be the target otherwise. */
  private historyTarget({ parent, shape: { historyDefault = 0 } }: State): object {
    const { type, children, shape } = parent!;
    if (type === 'compound' && shape.historyDefault === undefined) return {};
    const others = children.filter((child) => child.type !== 'history');
    return { target: others[historyDefault % others.length]!.id };
  }

  /** @param costs the transition can be taken of itself: each time costs fuel */
  private transition({ targets, guard, reenter, actions }: Transition, costs = false): object {
    const isCostly = costs || actions.some(([verb]) => COSTLY.has(verb as string));
    const condition = this.guarded(guard, isCostly);
    const target = this.targets(targets);
    return {
      ...(target.length === 0 ? {} : { target, reenter }),
      ...(condition === undefined ? {} : { guard: condition }),
      actions: [
        ...(isCostly ? [this.action('burn')] : []),
        ...actions.map((words) => this.action(this.spoken(words))),
      ],
    };
  }

  /** Taken when the count is even, which it then is no more: else one would use up all fuel at once. */
  private eventless(transition: Transition): object {
    return this.transition(
      { ...transition, guard: 'even', actions: [['count'], ...transition.actions] },
      true,
    );
  }

  /** Two targets only where they are in two regions of one parallel state. */
  private targets(numbers: readonly number[]): string[] {
    const special = this.states.filter(({ type }) => type === 'final' || type === 'history');
    if (numbers.length === 2 && numbers[0]! >= 60) {
      const completed = this.states.map(finals).filter(({ length }) => length > 0);
      if (completed.length > 0) return completed[numbers[1]! % completed.length]!;
    }
    const [one, other] = numbers.map((number) => {
      const among = number >= 60 && special.length > 0 ? special : this.states;
      return among[number % among.length]!;
    });
    if (one === undefined) return [];
    if (other === undefined || meeting(one, other)?.type !== 'parallel') return [`#${one.id}`];
    return [`#${one.id}`, `#${other.id}`];
  }

  private guarded(words: string | undefined, isCostly: boolean): string | undefined {
    if (words === undefined) return isCostly ? 'fuelled' : undefined;
    const [verb, one] = words.split(' ');
    const name = verb === 'in' ? `in ${this.states[Number(one) % this.states.length]!.id}` : words;
    this.guards.set(name, guarding(name));
    if (!isCostly) return name;
    const both = `${name} while fuelled`;
    this.guards.set(both, guardingBoth('fuelled', name));
    return both;
  }

  /** Actions that belong to no transition of their own, so that there is no guard to count them. */
  private named(list: readonly Words[]): string[] {
    return list.map((words) => {
      const name = this.spoken(words);
      if (!COSTLY.has(words[0] as string)) return this.action(name);
      this.actions.set(`${name} while fuelled`, performingWithFuel(name, this.self));
      return `${name} while fuelled`;
    });
  }

  private action(name: string): string {
    this.actions.set(name, performing(name, this.self));
    return name;
  }

  private spoken(words: Words): string {
    const others = this.ids.filter((id) => id !== this.self);
    const named = (number: number) => (number >= 90 ? this.self : others[number % others.length]!);
    return words.map((word) => (typeof word === 'number' ? named(word) : word)).join(' ');
  }

  /** What the whole chart takes: what no state does, too. */
  private ofWhole(on: Readonly<Record<string, object>>): object {
    const { otherwise } = this.spec;
    if (otherwise === undefined) return { ...this.unheardStimuli(), ...on };
    const wildcards = [on['*'] ?? [], { actions: this.named(otherwise) }].flat();
    return { ...on, '*': wildcards };
  }

  /** A stimulus that no state of the chart could take would be a mistake: the whole chart takes it. */
  private unheardStimuli(): object {
    const shapes = [this.spec.root, ...this.states.map(({ shape }) => shape)];
    const descriptors = shapes.flatMap(({ on }) => on.map(({ descriptor }) => descriptor));
    const isHeard = (type: string) =>
      descriptors.some(
        (one) => one === type || one === '*' || (one.endsWith('.*') && type.startsWith(one.slice(0, -1))),
      );
    const unheard = this.spec.stimuli.filter(({ type }) => !isHeard(type));
    return Object.fromEntries(unheard.map(({ type }) => [type, { actions: this.named([['count']]) }]));
  }
}

/** Final states that complete a parallel state, one for each of its regions; none where that is impossible. */
function finals({ type, children }: State): string[] {
  if (type !== 'parallel') return [];
  const regions = children.filter((child) => child.type !== 'history');
  const found = regions.flatMap((region) =>
    region.children.filter((child) => child.type === 'final').slice(0, 1),
  );
  return found.length === regions.length ? found.map(({ id }) => `#${id}`) : [];
}

/** The innermost state that both are in, unless one is in the other. */
function meeting(one: State, other: State): State | undefined {
  const around = (state: State): State[] => [
    state,
    ...(state.parent === undefined ? [] : around(state.parent)),
  ];
  const [first, second] = [around(one), around(other)];
  return first.includes(other) || second.includes(one)
    ? undefined
    : first.find((state) => second.includes(state));
}

/**
 * Networks of two to four components whose charts have a little of everything that XState offers, and send each other messages directly
 * (all channels are `sync`). No step goes on for ever.
 */
export const randomCharts: fc.Arbitrary<Network> = fc
  .constantFrom(2, 3, 4, 4)
  .chain((length) => fc.array(component, { minLength: length, maxLength: length }))
  .map((specs) => {
    const ids = IDS.slice(0, specs.length);
    return defineNetwork({
      name: 'random charts',
      components: Object.fromEntries(ids.map((id, at) => [id, new Chart(specs[at]!, id, ids).component()])),
      channels: { default: { kind: 'sync' } },
    });
  });
