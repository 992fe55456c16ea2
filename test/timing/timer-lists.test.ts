// Goal: timers come up in the order of their times, and of one time in the order in which they came. Method: random timers come and go, beside a list
// that is sorted anew each time.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TimerLists } from '../../src/timing/timer-lists.js';

/** Times of which some are equal, and some do not fit in 32 bits. */
const delay = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 0, max: 3 }).map((each) => each * 2 ** 32),
  fc.integer({ min: 0, max: 100_000 }),
);

/** A timer comes, due after so long, or, for `undefined`, the next one goes. */
const change = fc.option(delay, { nil: undefined, freq: 3 });

it('timers come up by their times, and of one time as they came', () => {
  let most = 0;
  let together = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 200, maxLength: 600 }), (changes) => {
      const lists = new TimerLists();
      let waiting: { timer: number; dueNs: number }[] = [];
      const free: number[] = [];
      let nowNs = 0;
      for (const delayNs of changes) {
        if (delayNs === undefined) {
          expect(lists.peek()).toBe(waiting[0]?.timer ?? -1);
          const next = waiting.shift();
          if (next === undefined) continue;
          expect(lists.nextNs).toBe(next.dueNs);
          lists.pop();
          nowNs = next.dueNs;
          free.push(next.timer);
        } else {
          const timer = free.pop() ?? waiting.length;
          const dueNs = nowNs + delayNs;
          if (waiting.some((each) => each.dueNs === dueNs)) together++;
          lists.push(timer, dueNs);
          waiting = [...waiting, { timer, dueNs }].sort((one, other) => one.dueNs - other.dueNs);
          most = Math.max(most, waiting.length);
        }
      }
      for (const { timer } of waiting) {
        expect(lists.peek()).toBe(timer);
        lists.pop();
      }
      expect(lists.peek()).toBe(-1);
    }),
    { seed: 384, numRuns: 50 },
  );
  // Enough for the lists to grow, and for several timers in one.
  expect(most).toBeGreaterThan(64);
  expect(together).toBeGreaterThan(100);
});
