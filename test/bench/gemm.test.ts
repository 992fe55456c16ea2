import { describe, expect, it } from 'vitest';
import type { GemmBenchmark } from '../../bench/gemm/benchmark.js';
import {
  BY_DEFINITION,
  GEMM_CONTENDERS,
  type GemmContender,
  measureContender,
} from '../../bench/gemm/contenders.js';
import { measureGemm } from '../../bench/gemm/measure.js';
import { renderGemmBenchmark } from '../../bench/gemm/table.js';
import { whyMissing } from '../../bench/peers/installed.js';

// Peers of bench/package.json need not be there; the bench itself fails where sums differ.
const WHAT_TO_RUN = 'Not installed: onnxruntime-web; run npm ci --prefix bench.';
const isMissing = async (contender: GemmContender) =>
  contender.startsWith('onnx') && (await whyMissing(['onnxruntime-web'])) !== undefined;

const contenders = Object.keys(GEMM_CONTENDERS) as GemmContender[];

describe('contenders of the INT8 multiplication', () => {
  // Odd rows, and more than one chunk of the packed loop.
  const size = { tokens: 11, length: 2_101, channels: 515 };

  it.each(contenders)('%s gives the sums of the definition, if it is installed', async (contender) => {
    const expected = await measureContender(BY_DEFINITION, size, 1);
    const measuring = measureContender(contender, size, 2);
    if (await isMissing(contender)) return expect(measuring).rejects.toThrow(WHAT_TO_RUN);
    const measured = await measuring;
    expect(measured.secondsOfRuns).toHaveLength(2);
    expect(measured.digest).toBe(expected.digest);
  });

  it.each(contenders)('%s multiplies a single number, if it is installed', async (contender) => {
    const expected = await measureGemm(1, () => [[127 * 127]]);
    const measuring = measureContender(contender, { tokens: 1, length: 1, channels: 1 }, 1);
    if (await isMissing(contender)) return expect(measuring).rejects.toThrow(WHAT_TO_RUN);
    const measured = await measuring;
    expect(measured.digest).toBe(expected.digest);
  });
});

describe('measuring a multiplication', () => {
  it('tells apart sums of which one differs', async () => {
    const { digest } = await measureGemm(1, () => Int32Array.of(1, 2, 3));
    expect((await measureGemm(1, () => [[1, 2], [3]])).digest).toBe(digest);
    expect((await measureGemm(1, () => Int32Array.of(1, 2, 4))).digest).not.toBe(digest);
  });

  it('refuses two runs that differ', async () => {
    let run = 0;
    await expect(measureGemm(2, () => Int32Array.of(run++))).rejects.toThrow(/differ/);
  });
});

describe('the table', () => {
  const row = { seconds: 2, secondsOfRuns: [2], sumsRight: true };
  const benchmark: GemmBenchmark = {
    size: { tokens: 128, length: 7_168, channels: 4_096 },
    rows: [
      { ...row, contender: 'multiply', name: 'ours', gigaOperationsPerSecond: 4 },
      { ...row, contender: 'onnx-uint8', name: 'theirs', gigaOperationsPerSecond: 36, sumsRight: false },
    ],
  };

  it('has the ratio to this package and names who is wrong', () => {
    const text = renderGemmBenchmark(benchmark);
    expect(text).toMatch(/theirs .* 36\.0 .* 9\.0 /);
    expect(text).toContain('WRONG SUMS: theirs ');
    expect(text).not.toContain('WRONG SUMS: ours');
  });
});
