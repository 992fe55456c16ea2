// Goal: a remembered predicate gives what the predicate itself gives. Method: random decision trees over the parts of a view,
// on random states, also while channels are discovered; and predicates that are no functions of the view.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, setup } from 'xstate';
import { Engine } from '../../src/engine/engine.js';
import { defineNetwork } from '../../src/index.js';
import { CheckError } from '../../src/network/errors.js';
import type { View } from '../../src/network/property.js';
import { EngineView } from '../../src/property/engine-view.js';
import { PredicateTable } from '../../src/property/predicate-table.js';
import { tell } from '../support/tell.js';

const IDS = ['a', 'b', 'c'] as const;

/** Goes round through three states, telling the next component on the way. */
const machineTelling = (next: string) =>
  setup({ actions: { call: tell(next, { type: 'CALL' }) } }).createMachine({
    id: 'round',
    initial: 'zero',
    tags: 'rest',
    states: {
      zero: { on: { STEP: 'one' } },
      one: { on: { STEP: { target: 'two', actions: 'call' } } },
      two: { on: { STEP: 'zero' } },
    },
    on: { CALL: {} },
  });

const network = defineNetwork({
  name: 'three',
  components: Object.fromEntries(
    IDS.map((id, index) => [
      id,
      { machine: machineTelling(IDS[(index + 1) % 3]!), stimuli: [{ type: 'STEP' }] },
    ]),
  ),
  channels: { default: { kind: 'fifo', capacity: 2 } },
});

/** A predicate as data: it looks at one part of the view, and at another depending on what it saw. */
type Decision =
  | { readonly result: boolean | number }
  | { readonly read: 'state'; readonly id: string; readonly next: readonly Decision[] }
  | {
      readonly read: 'waiting';
      readonly from: string;
      readonly to: string;
      readonly next: readonly Decision[];
    };

const result = fc.record({ result: fc.oneof(fc.boolean(), fc.constantFrom(-1, 0, 0.5, 7)) });
const id = fc.constantFrom(...IDS);
const three = <T>(arbitrary: fc.Arbitrary<T>) => fc.array(arbitrary, { minLength: 3, maxLength: 3 });
const { decision } = fc.letrec<{ decision: Decision }>((tie) => ({
  decision: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    result,
    fc.record({ read: fc.constant('state' as const), id, next: three(tie('decision')) }),
    fc.record({ read: fc.constant('waiting' as const), from: id, to: id, next: three(tie('decision')) }),
  ),
}));

function decide(tree: Decision, view: View): boolean | number {
  if ('result' in tree) return tree.result;
  const seen =
    tree.read === 'state'
      ? ['zero', 'one', 'two'].findIndex((state) => view.matches(tree.id, state))
      : view.waiting(tree.from, tree.to).length;
  return decide(tree.next[seen]!, view);
}

describe('a remembered predicate', () => {
  it('equals the predicate, on walks that discover states and channels as they go', () => {
    fc.assert(
      fc.property(
        fc.array(decision, { minLength: 1, maxLength: 4 }),
        fc.array(fc.nat(), { maxLength: 60 }),
        (trees, walk) => {
          const engine = new Engine(network);
          const tables = trees.map(
            (tree, index) => new PredicateTable(engine, `p${index}`, (view) => decide(tree, view)),
          );
          const direct = new EngineView(engine);
          let vector = engine.initialStates()[0]!.vector;
          for (const choice of walk) {
            direct.vector = vector;
            tables.forEach((table, index) => {
              expect(table.evaluate(vector)).toBe(decide(trees[index]!, direct));
            });
            const count = engine.expand(vector);
            const next = new Int32Array(engine.cellCount);
            next.set(vector);
            engine.follow(choice % count, next);
            vector = next;
          }
        },
      ),
    );
  });

  it('is evaluated once for each combination of the parts that it reads', () => {
    const engine = new Engine(network);
    let calls = 0;
    const table = new PredicateTable(engine, 'p', (view) => {
      calls++;
      // What b does matters only while a is in zero.
      return view.matches('a', 'zero') ? view.matches('b', 'zero') : true;
    });
    const vector = engine.initialStates()[0]!.vector;
    engine.expand(vector);
    const evaluate = (a: number, b: number, c: number) => {
      const state = new Int32Array(engine.cellCount);
      state.set([a, b, c]);
      return table.evaluate(state);
    };
    const results: (boolean | number)[] = [];
    for (const a of [0, 1]) for (const b of [0, 1]) for (const c of [0, 1]) results.push(evaluate(a, b, c));
    expect(results).toEqual([true, true, false, false, true, true, true, true]);
    // (zero, zero), (zero, one), (one): three combinations, each evaluated twice to see whether it is pure.
    expect(calls).toBe(6);
  });

  it('may be a constant that reads nothing', () => {
    const engine = new Engine(network);
    const table = new PredicateTable(engine, 'p', () => 5);
    expect([table.evaluate(new Int32Array(3)), table.evaluate(new Int32Array(3))]).toEqual([5, 5]);
  });
});

describe('a predicate is refused', () => {
  const evaluate = (predicate: (view: View) => unknown, times = 1) => {
    const engine = new Engine(network);
    const table = new PredicateTable(engine, 'safe', predicate as (view: View) => boolean);
    const { vector } = engine.initialStates()[0]!;
    for (let time = 0; time < times; time++) table.evaluate(vector);
  };

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['NaN', Number.NaN],
    ["'false'", 'false'],
    ['an object', {}],
    ['a list', []],
    ['a function', () => false],
    ['a promise, as an async function does', Promise.resolve(true)],
    ['an object', new Proxy({}, { get: () => expect.fail('it was asked') })],
  ])('when it gives %s', (text, value) => {
    expect(() => evaluate(() => value)).toThrow(CheckError);
    expect(() => evaluate(() => value)).toThrow(
      `The property 'safe' gives ${text}; it must give true, false or a margin (a number, negative when violated).`,
    );
  });

  // What one claim is shown all others of its network would be shown, too.
  it.each<[string, (view: View) => void]>([
    ['a view', (view) => Object.assign(view, { matches: () => true })],
    ['all views', (view) => Object.assign(Object.getPrototypeOf(view) as object, { matches: () => true })],
    [
      'what is common to views',
      (view) =>
        Object.assign(Object.getPrototypeOf(Object.getPrototypeOf(view)) as object, { isDone: () => true }),
    ],
  ])('when it changes %s', (_, change) => {
    const predicate = (view: View) => {
      change(view);
      return true;
    };
    expect(() => evaluate(predicate)).toThrow(/^The property 'safe' throws: Cannot .* Correct it\.$/u);
  });

  it('when it throws', () => {
    const predicate = () => {
      throw new TypeError('no such cell');
    };
    expect(() => evaluate(predicate)).toThrow(CheckError);
    expect(() => evaluate(predicate)).toThrow("The property 'safe' throws: no such cell. Correct it.");
  });

  it('when it changes a context', () => {
    const predicate = (view: View) => {
      view.context<Record<string, number>>('a').n = 1;
      return true;
    };
    expect(() => evaluate(predicate)).toThrow(
      /^The property 'safe' throws: Cannot add property n, object is not extensible\. Correct it\.$/,
    );
  });

  it.each([
    ['matches', (view: View) => view.matches('nobody', 'x')],
    ['context', (view: View) => view.context('nobody') === 1],
    ['hasTag', (view: View) => view.hasTag('nobody', 'x')],
    ['isDone', (view: View) => view.isDone('nobody')],
    ['isCrashed', (view: View) => view.isCrashed('nobody')],
    ['waiting from', (view: View) => view.waiting('nobody', 'a').length === 0],
    ['sendersTo', (view: View) => view.sendersTo('nobody').length === 0],
    ['waiting to', (view: View) => view.waiting('a', 'nobody').length === 0],
  ])('when it asks %s of a component that does not exist', (_, predicate) => {
    expect(() => evaluate(predicate)).toThrow(
      "There is no component 'nobody' in network 'three'; it has a, b, c.",
    );
  });

  it('when it gives different answers for one state', () => {
    let calls = 0;
    expect(() => evaluate(() => calls++ % 2 === 0)).toThrow(
      "The property 'safe' gives different answers for one state; it must depend on the view only.",
    );
  });

  it('when it reads different parts of equal states', () => {
    const engine = new Engine(network);
    let calls = 0;
    // Twice a, twice b: each pair of evaluations agrees, but the second pair begins somewhere else.
    const table = new PredicateTable(engine, 'safe', (view) => view.matches(calls++ < 2 ? 'a' : 'b', 'zero'));
    const { vector } = engine.initialStates()[0]!;
    engine.expand(vector);
    table.evaluate(vector);
    const other = vector.slice();
    other[0] = 1;
    expect(() => table.evaluate(other)).toThrow(
      "The property 'safe' reads different parts of equal states; it must depend on the view only.",
    );
  });
});

describe('a remembered predicate, over the states of a run', () => {
  const counting = defineNetwork({
    name: 'counting',
    components: {
      counter: {
        machine: setup({
          types: { context: {} as { n: number } },
          actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
        }).createMachine({ id: 'counter', context: { n: 0 }, on: { COUNT: { actions: 'count' } } }),
        stimuli: [{ type: 'COUNT' }],
      },
    },
  });

  it('is no longer looked up where hardly any state comes again', () => {
    const engine = new Engine(counting);
    let calls = 0;
    const table = new PredicateTable(engine, 'counted', (view) => {
      calls++;
      return view.context<{ n: number }>('counter').n;
    });
    const { vector } = engine.initialStates()[0]!;
    const first = vector.slice();
    const callsOf = (evaluate: () => unknown) => {
      const before = calls;
      evaluate();
      return calls > before;
    };
    expect([callsOf(() => table.evaluate(first, [])), callsOf(() => table.evaluate(first, []))]).toEqual([
      true,
      false,
    ]);
    for (let n = 1; n < 1_200; n++) {
      engine.expand(vector);
      engine.follow(0, vector);
      const reads: number[] = [];
      expect(table.evaluate(vector, reads)).toBe(n);
      expect(reads).toEqual([0]);
    }
    expect(callsOf(() => table.evaluate(first, []))).toBe(true);
    // Who looks at all states has what was learnt.
    expect(callsOf(() => table.evaluate(first))).toBe(false);
    // After a while it is tried again.
    for (let times = 0; times < 20_000; times++) table.evaluate(first, []);
    expect(callsOf(() => table.evaluate(first, []))).toBe(false);
  });
});
