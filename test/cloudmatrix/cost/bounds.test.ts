// Goal: the physical bounds are those of docs/paper/timing-model.md. Method: its table of bounds for the published rows, and its limits of prefill.

import { describe, expect, it } from 'vitest';
import { bufferBytes, decodeMemoryBytes } from '../../../src/cloudmatrix/cost/capacity.js';
import type { BoundRatio } from '../../../src/cloudmatrix/cost/bound-ratio.js';
import { decodeBounds } from '../../../src/cloudmatrix/cost/decode-bounds.js';
import { prefillBounds, type PrefillClaim } from '../../../src/cloudmatrix/cost/prefill-bounds.js';
import { decode } from '../../../machines/systems/decode/decode-system.js';
import { decodeInstance } from '../../../machines/systems/decode/instance.js';
import { prefillInstance } from '../../../machines/systems/prefill/instance.js';
import { prefill } from '../../../machines/systems/prefill/prefill-system.js';
import { type Configuration, configurationOf } from '../../../src/index.js';

const decodeOf = (given: Configuration) => decodeInstance(configurationOf(decode, given));

/** A step of a second in which nothing was done, all cores being held. */
const idle = (given: Configuration) => {
  const instance = decodeOf(given);
  const claim = {
    stepNs: 1e9,
    tpotNs: 1e9,
    tokensPerSecondPerNpu: 1,
    dispatchNs: 1e9,
    combineNs: 1e9,
    swapNs: [1e9, 1e9],
    microbatches: 2,
    streams: instance.streams,
    utilisation: { AIC: 1, AIV: 1, 'stream attention': 1, 'stream moe': 1 },
    work: {
      int8Ops: 0,
      bf16Ops: 0,
      hbmBytes: 0,
      dispatchLinkBytes: 0,
      combineLinkBytes: 0,
      dispatchedCopies: 0,
      combinedCopies: 0,
    },
  } as const;
  return { instance, claim };
};

const ratioOf = (bounds: readonly BoundRatio[], name: string): number =>
  bounds.find((bound) => bound.name === name)!.ratio;

/** Least milliseconds of a step by a bound: its ratio to a step of a second. */
function leastMs(given: Configuration, name: string): number {
  const { instance, claim } = idle(given);
  return ratioOf(decodeBounds(instance, claim), name) * 1e3;
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

describe('the cores of a run', () => {
  const held = (utilisation: Readonly<Record<string, number>>) => {
    const { instance, claim } = idle({});
    return ratioOf(decodeBounds(instance, { ...claim, utilisation }), 'B5');
  };
  // 16 of 24 AIC and 32 of 48 AIV are the attention stream's.
  const half = { AIC: 2 / 3, AIV: 2 / 3, 'stream attention': 1, 'stream moe': 0 };

  it('are those of the streams that run', () => {
    expect(held(half)).toBe(1);
  });

  it.each(['AIC', 'AIV'])('a stage that runs without its %s is no run', (kind) => {
    expect(held({ ...half, [kind]: 0 })).toBeGreaterThan(1e8);
    expect(held({ ...half, [kind]: 0.999 })).toBeGreaterThan(1e5);
  });
});

describe('memory', () => {
  it('has buffers as the paper counts them', () => {
    expect(bufferBytes(320, 96, 7_168) / 2 ** 20).toBe(225 + 420);
  });

  it('is about 36 of 64 GB at batch 96', () => {
    const bytes = decodeMemoryBytes(decodeOf({}));
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
      transfers: [],
      hbmBytes: 1,
    });
    expect(Math.abs(16_384 / compute!.ratio / most - 1)).toBeLessThan(0.01);
  });

  it('notice collectives that did not run, and one that takes no time', () => {
    const instance = prefillInstance(configurationOf(prefill, {}));
    const bounds = (transfers: PrefillClaim['transfers']) =>
      prefillBounds(instance, {
        batchNs: 1e12,
        tokensPerSecondPerNpu: 1,
        microbatches: 1,
        transfers,
        hbmBytes: 1,
      });
    const run = (operator: string, layers: number) =>
      Array.from({ length: layers }, (_, at) => ({ operator, startNs: at * 1e9, endNs: (at + 1) * 1e9 }));
    const all = [
      ...run('all-gather', 61),
      ...run('all-to-all', 61),
      ...run('dispatch', 58),
      ...run('combine', 58),
    ];
    expect(ratioOf(bounds(all), 'B10 transfers')).toBe(0);
    expect(ratioOf(bounds(all.slice(1)), 'B10 transfers')).toBeGreaterThan(1);
    expect(ratioOf(bounds([]), 'B10 transfers')).toBeGreaterThan(1);
    const [first, ...others] = all;
    expect(ratioOf(bounds([{ ...first!, endNs: 0 }, ...others]), 'B10 links')).toBe(Number.POSITIVE_INFINITY);
  });

  it('let no two collectives have the whole link at a time', () => {
    const instance = prefillInstance(configurationOf(prefill, {}));
    const { model, ranks, tokens, network } = instance;
    // Of a microbatch, at the rate of the link: 8 routed copies in 32 ranks, one of 32 stays.
    const copies = (tokens / 2) * 8 * (1 - 1 / ranks);
    const nsOf = (bytes: number) => (copies * bytes * 1e9) / network.linkBytesPerSecond;
    const [dispatchNs, combineNs] = [nsOf(7_680), nsOf(14_336)];
    const links = (combineFromNs: number) =>
      ratioOf(
        prefillBounds(instance, {
          batchNs: 1e12,
          tokensPerSecondPerNpu: 1,
          microbatches: 2,
          transfers: [
            { operator: 'dispatch', startNs: 0, endNs: dispatchNs },
            { operator: 'combine', startNs: combineFromNs, endNs: combineFromNs + combineNs },
          ],
          hbmBytes: 1,
        }),
        'B10 links',
      );
    expect(model.hidden).toBe(7_168);
    expect(links(dispatchNs)).toBeCloseTo(1, 6);
    expect(links(dispatchNs)).toBeLessThanOrEqual(1);
    expect(links(dispatchNs / 2)).toBeCloseTo(2, 6);
  });
});
