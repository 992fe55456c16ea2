// Goal: the physical bounds are those of docs/paper/timing-model.md. Method: its table of bounds for the published rows, and its limits of prefill.

import { describe, expect, it } from 'vitest';
import { bufferBytes, decodeMemoryBytes } from '../../../src/cloudmatrix/cost/capacity.js';
import type { BoundRatio } from '../../../src/cloudmatrix/cost/bound-ratio.js';
import { decodeBounds } from '../../../src/cloudmatrix/cost/decode-bounds.js';
import { prefillBounds, type PrefillClaim } from '../../../src/cloudmatrix/cost/prefill-bounds.js';
import { decode } from '../../../machines/systems/decode/decode-system.js';
import { decodeInstance } from '../../../machines/systems/decode/instance.js';
import { prefillInstance, prefillRun } from '../../../machines/systems/prefill/instance.js';
import { runPrefill } from '../../../machines/systems/prefill/run.js';
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

  describe('of loads of what is reused', () => {
    const ratioOfLoads = (
      given: Configuration,
      microbatches: 1 | 2,
      transfers: PrefillClaim['transfers'],
    ) => {
      const instance = prefillInstance(configurationOf(prefill, { prompt: 4_096, reused: 2_048, ...given }));
      const claim = { batchNs: 1e12, tokensPerSecondPerNpu: 1, microbatches, transfers, hbmBytes: 1 };
      return ratioOf(prefillBounds(instance, claim), 'B13');
    };
    // Of 32 dies with 4,096 tokens each that are reused: latents of 576 BF16 numbers in 61 layers.
    const bytes = 32 * 4_096 * 576 * 2 * 61;
    // Six instances of 32 dies from 32 nodes, and 16 dies from one, of 4 CPUs of 160 GB/s each; 50 GB/s into a node.
    const loadNs = { ub: bytes / ((32 * 640) / (6 * 32)), vpc: bytes / (640 / 16) };
    const fetchNs = bytes / 50;
    const load = (startNs: number, ns: number) => ({ operator: 'load', startNs, endNs: startNs + ns });
    const fetch = (startNs: number, ns: number) => ({ operator: 'fetch', startNs, endNs: startNs + ns });

    it('have the links of all CPUs of the pool for the dies of six instances', () => {
      expect(ratioOfLoads({ plane: 'ub' }, 1, [load(0, loadNs.ub)])).toBeCloseTo(1, 6);
      expect(ratioOfLoads({ plane: 'ub' }, 1, [load(0, loadNs.ub / 2)])).toBeCloseTo(2, 6);
      // Of a slower link it is the die's own: 25 GB/s.
      expect(ratioOfLoads({ network: 'rdma' }, 1, [load(0, bytes / 25)])).toBeCloseTo(1, 6);
    });

    it("over VPC have a node's Ethernet once, and its CPUs for all of its dies", () => {
      const all = (fetchedNs: number, loadedNs: number) =>
        ratioOfLoads({ plane: 'vpc' }, 1, [fetch(0, fetchedNs), load(fetchedNs, loadedNs)]);
      expect(all(fetchNs, loadNs.vpc)).toBeCloseTo(1, 6);
      expect(all(fetchNs / 3, loadNs.vpc)).toBeCloseTo(3, 6);
      expect(all(fetchNs, loadNs.vpc / 4)).toBeCloseTo(4, 6);
    });

    it('are there for each microbatch, once, one after the other, and nowhere where nothing is reused', () => {
      const half = loadNs.ub / 2;
      const two = (secondFromNs: number) =>
        ratioOfLoads({ plane: 'ub' }, 2, [load(0, half), load(secondFromNs, half)]);
      expect(two(half)).toBeCloseTo(1, 6);
      expect(two(half / 2)).toBeCloseTo(4 / 3, 6);
      expect(ratioOfLoads({ plane: 'ub' }, 2, [load(0, half)])).toBe(Number.POSITIVE_INFINITY);
      expect(ratioOfLoads({ plane: 'vpc' }, 1, [load(0, loadNs.vpc)])).toBe(Number.POSITIVE_INFINITY);
      expect(ratioOfLoads({ reused: 0 }, 2, [])).toBe(0);
      expect(ratioOfLoads({ reused: 0 }, 1, [load(0, 1e9)])).toBe(Number.POSITIVE_INFINITY);
    });

    it.each(['ub', 'vpc'])('are near to a run on ideal hardware over %s', (plane) => {
      const given = configurationOf(prefill, { prompt: 4_096, reused: 2_048, plane });
      const { cost, options } = prefillRun(given, 1, {
        calibration: { base: 'ideal' },
        model: { base: 'deepseek-r1', layers: 4, denseLayers: 1 },
      });
      const { microbatches } = cost;
      const bounds = prefillBounds(cost.instance, { ...runPrefill(cost, options), microbatches });
      expect(ratioOf(bounds, 'B13')).toBeGreaterThan(0.999);
      expect(bounds.filter(({ ratio }) => !(ratio <= 1))).toEqual([]);
    });
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
    // All bytes of both have less time than the link takes for them.
    const overlapped = (dispatchNs + combineNs) / (dispatchNs / 2 + combineNs);
    expect(links(dispatchNs / 2)).toBeCloseTo(overlapped, 6);
    expect(links(0)).toBeCloseTo((dispatchNs + combineNs) / combineNs, 6);
  });
});
