import { describe, expect, it } from 'vitest';
import { renderTimingBenchmark, type TimingRow } from '../../bench/timing/benchmark.js';
import {
  TIMING_CONTENDERS,
  type TimingContenderId,
  type TimingOutcome,
} from '../../bench/timing/contenders.js';

const contenders = Object.keys(TIMING_CONTENDERS) as TimingContenderId[];

describe('contenders of virtual time', () => {
  // Those of a layer are compared row by row in test/machines/systems/virtual-time.test.ts, with fewer dies.
  const outcomesOf = (group: 'decode' | 'ring'): TimingOutcome[] =>
    contenders
      .filter((contender) => TIMING_CONTENDERS[contender].group === group)
      .map((contender) => TIMING_CONTENDERS[contender].run({ dies: 64, steps: 2, ringNs: 10_000 }));

  it('of decode come to the same', () => {
    const outcomes = outcomesOf('decode').map(({ virtualNs }) => virtualNs);
    expect(outcomes).toHaveLength(2);
    expect(new Set(outcomes).size).toBe(1);
  });

  it('of the ring come to the same, step for step', () => {
    const [charts, loop, ...others] = outcomesOf('ring');
    expect(charts!.steps).toBeGreaterThan(5_000);
    expect(loop).toEqual(charts);
    expect(others).toEqual([]);
  });
});

describe('the table', () => {
  const row = (contender: TimingContenderId, agrees: boolean): TimingRow => ({
    contender,
    virtualNs: 1,
    steps: 4_000,
    seconds: 2,
    residentPeakBytes: 3e6,
    agrees,
  });

  it('shows speed beside the first, and who does not come to the same', () => {
    const size = { dies: 8, steps: 2, ringNs: 1 };
    const text = renderTimingBenchmark({ size, rows: [row('statecharts', true), row('max-plus', false)] });
    expect(text).toContain('2,000');
    expect(text).toContain('DIFFERENT: loops over arrays, for this system only does not come to the same.');
  });
});
