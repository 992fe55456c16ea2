import { describe, expect, it } from 'vitest';
import { CommutingLocals } from '../../../src/explore/reduction/commuting-locals.js';

const OWN = 0;
const OTHER = 1;

/** A monitor that counts what it is shown: what the step shows by one, anything else by ten. */
class Counter {
  readonly cell = 7;
  readonly answeredAt: number[] = [];
  readonly answeredTo: number[] = [];
  private readonly known = new Map<string, number>();

  nextIfKnown(local: number, observation: number): number {
    return this.known.get(`${local} ${observation}`) ?? -1;
  }

  next(local: number, observation: number): number {
    const known = this.nextIfKnown(local, observation);
    if (known >= 0) return known;
    const next = observation === OWN ? local + 1 : Math.min(local + 10, 40 + (local % 10));
    this.known.set(`${local} ${observation}`, next);
    this.answeredAt.push(local);
    this.answeredTo.push(observation);
    return next;
  }
}

interface Given {
  /** How many things the step shows at most. */
  readonly times?: number;
  /** Local states in which the order shows. */
  readonly conflicts?: readonly number[];
  /** What is asked to see whether it does. */
  readonly ask?: (local: number) => void;
}

function locals(counter: Counter, { times = 1, conflicts = [], ask = () => {} }: Given = {}) {
  const looked: number[] = [];
  const found = new CommutingLocals(
    counter,
    [OWN],
    times,
    [OTHER],
    (local, observation) => counter.next(local, observation),
    (local) => {
      looked.push(local);
      ask(local);
      return !conflicts.includes(local);
    },
  );
  return { found, looked };
}

const valuesOf = ({ found }: ReturnType<typeof locals>): number[] =>
  Array.from({ length: 60 }, (_, local) => local).filter((local) => found.scope.values.has(local));

describe('local states of a monitor in which a step commutes with what comes before it', () => {
  it('are closed under what is known of what comes before it', () => {
    const counter = new Counter();
    counter.next(0, OTHER);
    const set = locals(counter);
    expect(set.found.holdsFrom([0])).toBe(true);
    expect(set.looked).toEqual([0, 10]);
    expect(valuesOf(set)).toEqual([0, 10]);
    expect(set.found.scope).toMatchObject({ cell: 7, answers: counter.answeredAt.length });
  });

  it('are also those that the step leads to, as often as it shows something: there it does not begin', () => {
    const counter = new Counter();
    counter.next(0, OTHER);
    counter.next(1, OTHER);
    const set = locals(counter, { times: 2 });
    expect(set.found.holdsFrom([0])).toBe(true);
    expect(set.looked).toEqual([0, 10, 1, 11]);
    expect(valuesOf(set)).toEqual([0, 10]);
    expect([0, 1, 2, 3].filter((local) => set.found.scope.looked.has(local))).toEqual([0, 1, 2]);
  });

  it('are closed likewise where the step has shown something: others may show something within it', () => {
    const [counter, other] = [new Counter(), new Counter()];
    for (const each of [counter, other]) each.next(1, OTHER);
    const set = locals(counter, { times: 2 });
    expect(set.found.holdsFrom([0])).toBe(true);
    expect(set.looked).toEqual([0, 1, 11]);
    expect(locals(other, { times: 2, conflicts: [11] }).found.holdsFrom([0])).toBe(false);
  });

  it('include none in which what the step shows last does not commute', () => {
    expect(locals(new Counter(), { times: 2, conflicts: [2] }).found.holdsFrom([0])).toBe(true);
    expect(locals(new Counter(), { times: 3, conflicts: [2] }).found.holdsFrom([0])).toBe(false);
  });

  it('are looked at once, from wherever it is that one comes to them', () => {
    const counter = new Counter();
    counter.next(0, OTHER);
    const set = locals(counter);
    set.found.holdsFrom([0]);
    set.found.holdsFrom([0]);
    set.found.holdsFrom([10]);
    expect(set.looked).toEqual([0, 10]);
  });

  it('are looked at again where the step begins in one that it led to', () => {
    const set = locals(new Counter(), { times: 2 });
    set.found.holdsFrom([0]);
    expect(set.looked).toEqual([0, 1]);
    expect(set.found.holdsFrom([1])).toBe(true);
    expect(set.looked).toEqual([0, 1, 1, 2]);
    expect(valuesOf(set)).toEqual([0, 1]);
  });

  it('are looked at again when what has become known leads out of them', () => {
    const counter = new Counter();
    const set = locals(counter, { conflicts: [20] });
    expect(set.found.holdsFrom([10])).toBe(true);
    expect(set.found.holdsFrom([11])).toBe(true);
    expect(valuesOf(set)).toEqual([10, 11]);
    counter.next(10, OTHER);
    expect(set.found.holdsFrom([11])).toBe(true);
    expect(valuesOf(set)).toEqual([11]);
    expect(set.found.holdsFrom([10])).toBe(false);
  });

  it('are looked at again when something becomes known where the step leads', () => {
    const counter = new Counter();
    const set = locals(counter);
    set.found.holdsFrom([0]);
    counter.next(1, OTHER);
    set.found.holdsFrom([0]);
    expect(set.looked).toEqual([0, 0]);
  });

  it('are not looked at again for what is shown nowhere there, or is not shown at all', () => {
    const counter = new Counter();
    const set = locals(counter);
    set.found.holdsFrom([0]);
    counter.next(30, OTHER);
    counter.next(0, 2);
    set.found.holdsFrom([0]);
    expect(set.looked).toEqual([0]);
    expect(set.found.scope.answers).toBe(counter.answeredAt.length);
  });

  it('keep what held where it does not hold from somewhere else on', () => {
    const set = locals(new Counter(), { times: 2, conflicts: [21, 2] });
    expect(set.found.holdsFrom([0])).toBe(true);
    expect(set.found.holdsFrom([20])).toBe(false);
    expect(set.found.holdsFrom([1])).toBe(false);
    expect(valuesOf(set)).toEqual([0]);
    expect(set.found.holdsFrom([20, 0])).toBe(false);
    expect(set.found.holdsFrom([0])).toBe(true);
    // What was kept of the second one is that the step leads there.
    expect(set.looked.filter((local) => local === 0)).toEqual([0]);
  });

  it('are looked at again when what was asked on the way leads further', () => {
    const counter = new Counter();
    // The order of the two is looked at in the first state only.
    const set = locals(counter, {
      ask: (local) => {
        if (local === 0) counter.next(0, OTHER);
      },
    });
    expect(set.found.holdsFrom([0])).toBe(true);
    expect(valuesOf(set)).toEqual([0, 10]);
    expect(set.looked).toEqual([0, 0, 10]);
  });
});
