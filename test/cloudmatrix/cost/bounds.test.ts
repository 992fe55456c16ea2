// Goal: the physical bounds are those of docs/paper/timing-model.md. Method: its table of bounds for the published rows, and its limits of prefill.

import { describe, expect, it } from 'vitest';
import { bufferBytes, decodeBounds, memoryBytes } from '../../../src/cloudmatrix/cost/decode-bounds.js';
import { prefillBounds } from '../../../src/cloudmatrix/cost/prefill-bounds.js';
import { decode } from '../../../machines/systems/decode/decode-system.js';
import { decodeInstance } from '../../../machines/systems/decode/instance.js';
import { prefillInstance } from '../../../machines/systems/prefill/instance.js';
import { prefill } from '../../../machines/systems/prefill/prefill-system.js';
import { type Configuration, configurationOf } from '../../../src/index.js';

const decodeOf = (given: Configuration) => decodeInstance(configurationOf(decode, given));

/** Least milliseconds of a step by a bound: its ratio to a step of a second. */
function leastMs(given: Configuration, name: string): number {
  const instance = decodeOf(given);
  const work = {
    hbmBytes: 0,
    dispatchLinkBytes: 0,
    combineLinkBytes: 0,
    dispatchedCopies: 0,
    combinedCopies: 0,
  };
  const claim = {
    stepNs: 1e9,
    tpotNs: 1e9,
    tokensPerSecondPerNpu: 1,
    dispatchNs: 1e9,
    combineNs: 1e9,
    swapNs: [1e9, 1e9],
    microbatches: 2,
    streams: instance.streams,
    work,
  } as const;
  return decodeBounds(instance, claim).find((bound) => bound.name === name)!.ratio * 1e3;
}

describe('bounds of decode', () => {
  it.each([
    { batch: 96, name: 'B1', ms: 28.8 },
    { batch: 96, name: 'B2', ms: 19.3 },
    { batch: 96, name: 'B3', ms: 5.7 },
    { batch: 8, name: 'B1', ms: 2.4 },
    { batch: 8, name: 'B2', ms: 11.0 },
    { batch: 8, name: 'B3', ms: 0.5 },
  ])('$name at batch $batch is $ms ms', ({ batch, name, ms }) => {
    // The table has one decimal place.
    expect(Math.abs(leastMs({ batch }, name) - ms)).toBeLessThan(0.03 * ms + 0.05);
  });

  it('count two hops of each MoE layer, longer ones between nodes', () => {
    expect(leastMs({}, 'B4')).toBeCloseTo((2 * 1.9 * 59) / 1e3, 9);
    expect(leastMs({ mtp: 'off', ep: 320 }, 'B4')).toBeCloseTo((2 * 1.9 * 58) / 1e3, 9);
  });
});

describe('memory', () => {
  it('has buffers as the paper counts them', () => {
    expect(bufferBytes(320, 96, 7_168) / 2 ** 20).toBe(225 + 420);
  });

  it('is about 36 of 64 GB at batch 96', () => {
    const bytes = memoryBytes(decodeOf({}));
    expect(bytes / 1e9).toBeGreaterThan(33);
    expect(bytes / 1e9).toBeLessThan(38);
  });
});

describe('bounds of prefill', () => {
  it.each([
    [1_024, 19_712],
    [2_048, 18_473],
    [4_096, 16_410],
    [8_192, 13_414],
  ])('let prompts of %i tokens have %i tokens/s by compute', (prompt, most) => {
    const instance = prefillInstance(configurationOf(prefill, { prompt }));
    const [compute] = prefillBounds(instance, {
      batchNs: 1e9,
      tokensPerSecondPerNpu: 16_384,
      microbatches: 1,
      stageNs: () => 1e9,
      hbmBytes: 1,
    });
    expect(Math.abs(16_384 / compute!.ratio / most - 1)).toBeLessThan(0.01);
  });
});
