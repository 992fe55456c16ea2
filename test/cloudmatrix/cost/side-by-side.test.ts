// Goal: two streams share a die's memory: what both read together is never more than there is, no work is lost, and neither waits where there is
// enough. Method: hand-made streams whose ends are known, and random ones whose bytes are counted.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CheckError } from '../../../src/index.js';
import { type Operator, sideBySide } from '../../../src/cloudmatrix/cost/side-by-side.js';

const reading = (ns: number, bytesPerNs: number): Operator => ({ ns, hbmBytes: ns * bytesPerNs });
const stream = (operators: readonly Operator[], readers = 1) => ({ operators, readers });

describe('streams side by side', () => {
  it('do not slow each other where both have what they read', () => {
    const ends = sideBySide(stream([reading(10, 4), reading(5, 0)]), stream([reading(7, 6)]), 10);
    expect(ends).toEqual([[10, 15], [7]]);
  });

  it('take turns at half the speed where both want all, as long as both do', () => {
    const ends = sideBySide(stream([reading(10, 8)]), stream([reading(30, 8)]), 8);
    expect(ends).toEqual([[20], [40]]);
  });

  it('have the part of the cores that read for them', () => {
    const ends = sideBySide(stream([reading(16, 8)], 3), stream([reading(16, 8)], 1), 8);
    // Three quarters of it until the first ends, then all of it.
    expect(ends).toEqual([[22], [33]]);
  });

  it('leave to the other what they do not want', () => {
    const ends = sideBySide(stream([reading(30, 8)]), stream([reading(10, 2)]), 8);
    // The second reads 2 of 8 for 10 ns, in which the first gets 6 of 8.
    expect(ends).toEqual([[33], [10]]);
  });

  it('change their rates where an operator of either begins or ends, and only there', () => {
    const ends = sideBySide(
      stream([reading(10, 8), reading(10, 0), reading(10, 8)]),
      stream([reading(15, 8)]),
      8,
    );
    // Half and half for 20 ns, in which 10 of each are done; the second alone for 5; then the first alone.
    expect(ends).toEqual([[20, 30, 40], [25]]);
  });

  it('end at once what takes no time', () => {
    expect(sideBySide(stream([reading(0, 0), reading(3, 1), reading(0, 0)]), stream([]), 8)).toEqual([
      [0, 3, 3],
      [],
    ]);
  });

  it('are refused where one works for longer than can be counted, with what to do', () => {
    const sentence =
      /^A stream of decode would work for \d+ ns or more between two swaps, and two that share a die's memory can be followed for 8796093022207 ns, which are 2\.4 hours\. Lower batch or prompt, /;
    const half = reading(5e12, 0);
    expect(sideBySide(stream([half]), stream([half]), 8)).toEqual([[5e12], [5e12]]);
    expect(() => sideBySide(stream([half, half]), stream([]), 8)).toThrow(sentence);
    expect(() => sideBySide(stream([]), stream([reading(1e30, 0)]), 8)).toThrow(CheckError);
  });

  const operators = fc.array(
    fc.record({
      ns: fc.integer({ min: 0, max: 1_000_000 }),
      perNs: fc.double({ min: 0, max: 1_600, noNaN: true }),
    }),
    { maxLength: 6 },
  );

  it('read no more than there is, and are no faster than alone: 2,000 random pairs', () => {
    fc.assert(
      fc.property(operators, operators, fc.integer({ min: 1, max: 23 }), (one, other, readers) => {
        const of = (all: typeof one) => all.map(({ ns, perNs }) => reading(ns, perNs));
        const ends = sideBySide(stream(of(one), readers), stream(of(other), 24 - readers), 1_600);
        const bytes = [...of(one), ...of(other)].reduce((sum, { hbmBytes }) => sum + hbmBytes, 0);
        const lastNs = Math.max(0, ...ends.flat());
        expect(bytes).toBeLessThanOrEqual(1_600 * lastNs * (1 + 1e-12));
        for (const [at, all] of [one, other].entries()) {
          const aloneNs = all.reduce((sum, { ns }) => sum + ns, 0);
          const ended = ends[at]!.at(-1) ?? 0;
          expect(ended).toBeGreaterThanOrEqual(aloneNs);
          // What it waits is at most what the other reads, and a rounded step for each change of rates.
          const beside = of(at === 0 ? other : one).reduce((sum, { hbmBytes }) => sum + hbmBytes, 0);
          expect(ended).toBeLessThanOrEqual((aloneNs + beside / 1_600) * 1.03 + 20);
        }
      }),
      { numRuns: 2_000, seed: 384 },
    );
  });
});
