import { describe, expect, it } from 'vitest';
import { renderTimingBenchmark, type TimingRow } from '../../bench/timing/benchmark.js';
import { TIMING_CONTENDERS, type TimingContenderId } from '../../bench/timing/contenders.js';

const contenders = Object.keys(TIMING_CONTENDERS) as TimingContenderId[];

describe('contenders of virtual time', () => {
  // Those of a layer are compared row by row in test/machines/systems/virtual-time.test.ts, with fewer dies.
  it('of decode come to the same', () => {
    const outcomes = contenders
      .filter((contender) => TIMING_CONTENDERS[contender].group === 'decode')
      .map((contender) => TIMING_CONTENDERS[contender].run({ dies: 64, steps: 2 }).virtualNs);
    expect(outcomes).toHaveLength(2);
    expect(new Set(outcomes).size).toBe(1);
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
    const size = { dies: 8, steps: 2 };
    const text = renderTimingBenchmark({ size, rows: [row('statecharts', true), row('max-plus', false)] });
    expect(text).toContain('2,000');
    expect(text).toContain('DIFFERENT: loops over arrays, for this system only does not come to the same.');
  });
});
