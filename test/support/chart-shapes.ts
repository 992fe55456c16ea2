import fc from 'fast-check';

const TYPES = ['A.x', 'A.y', 'A.z.w', 'B', 'C', 'D'] as const;
const DESCRIPTORS = [...TYPES, ...TYPES, '*', 'A.*', 'A.z.*'] as const;

/** Numbers that stand for a state or a component are taken modulo how many there are. */
const number = fc.noBias(fc.nat(99));
const payload = fc.constantFrom('-', '-', '0', '0', '1', '1', '2', 'c');
const eventType = fc.constantFrom(...TYPES);
const timerId = fc.constantFrom('t1', 't1', 't2', '-');

/** Words of an action: see `performing`. A number stands for a component. */
export type Words = readonly (string | number)[];
const send: fc.Arbitrary<Words> = fc.tuple(fc.constant('send'), number, eventType, payload);

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
export type TransitionShape = Of<typeof transition>;

const node = fc.record({
  entry: fc.oneof({ weight: 5, arbitrary: none }, { weight: 1, arbitrary: actions }),
  exit: fc.oneof({ weight: 4, arbitrary: none }, { weight: 1, arbitrary: actions }),
  on: fc.array(
    fc.record({
      descriptor: fc.constantFrom(...DESCRIPTORS),
      taken: fc.oneof(
        { weight: 1, arbitrary: fc.constant<TransitionShape[]>([]) },
        { weight: 6, arbitrary: fc.array(transition, { minLength: 1, maxLength: 2 }) },
      ),
    }),
    {
      maxLength: 3,
    },
  ),
  always: fc.oneof(
    { weight: 2, arbitrary: fc.constant<TransitionShape[]>([]) },
    { weight: 1, arbitrary: fc.array(transition, { minLength: 1, maxLength: 1 }) },
  ),
  after: fc.array(transition, { maxLength: 2 }),
  onDone: transition,
  initialActions: fc.oneof({ weight: 4, arbitrary: none }, { weight: 1, arbitrary: actions }),
});

/** A state with what is in it; a `final` and a history state come along with some. */
export interface StateShape extends Of<typeof node> {
  readonly kind: 'atomic' | 'compound' | 'parallel';
  readonly children: readonly StateShape[];
  readonly history: 'shallow' | 'deep' | undefined;
  /** The history state has a target of its own, for when it remembers nothing. */
  readonly historyDefault: number | undefined;
  readonly hasFinal: boolean;
}

function shape(depth: number, isRegion: boolean): fc.Arbitrary<StateShape> {
  // A parallel state is done when all of its regions are.
  const hasFinal = isRegion ? fc.constant(true) : fc.boolean();
  if (depth === 0) return inner('atomic', 0, hasFinal);
  const plain = isRegion ? 'compound' : 'atomic';
  const kinds = [plain, plain, 'compound', 'parallel'] as const;
  return fc.constantFrom(...kinds).chain((kind) => inner(kind, depth, hasFinal));
}

/** @param hasFinal whether one of its states is final, if it is a compound one */
function inner(
  kind: StateShape['kind'],
  depth: number,
  hasFinal: fc.Arbitrary<boolean>,
): fc.Arbitrary<StateShape> {
  const children =
    kind === 'atomic'
      ? fc.constant<StateShape[]>([])
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

/** A component's chart, as plain data that a chart is made of by `Chart`. */
export type ChartShape = Of<typeof chartShape>;

export const chartShape = fc.record({
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
