// Goal: the laws of decode (docs/paper/timing-model.md 6): whole tiles, cache reads added to computing, a memory that both streams share, exposed
// collectives in a single microbatch only, the gate counted once. Method: instances of the paper's sizes, each law against its arithmetic by hand.

import { describe, expect, it } from 'vitest';
import { decode } from '../../../machines/systems/decode/decode-system.js';
import { decodeInstance } from '../../../machines/systems/decode/instance.js';
import { type Calibration, IDEAL, UNFITTED } from '../../../src/cloudmatrix/cost/calibration.js';
import { DecodeCost } from '../../../src/cloudmatrix/cost/decode-cost.js';
import { chosenMicrobatches, paperMicrobatches } from '../../../src/cloudmatrix/cost/microbatches.js';
import { tiledSeconds } from '../../../src/cloudmatrix/cost/tiled-product.js';
import { type Configuration, configurationOf } from '../../../src/index.js';

const instanceOf = (given: Configuration, calibration: Partial<Calibration> = {}) => ({
  ...decodeInstance(configurationOf(decode, given)),
  calibration: { ...UNFITTED, ...calibration },
});
const costOf = (given: Configuration, microbatches: 1 | 2, calibration?: Partial<Calibration>) =>
  new DecodeCost(instanceOf(given, calibration), microbatches);

describe('products of experts', () => {
  const tile = (2 * 128 * 152 * 7_168) / 1e12;

  it('come in whole tiles of 128 x 152, in rounds over the cores', () => {
    const seconds = (rows: number, cores: number) =>
      tiledSeconds({ groups: 1, rows, columns: 4_096, depth: 7_168 }, cores, 1e12);
    // 27 tiles of columns for each 128 rows.
    expect(seconds(128, 8)).toBe(4 * tile);
    expect(seconds(129, 8)).toBe(7 * tile);
    expect(seconds(1, 24)).toBe(2 * tile);
  });

  it('of several experts have tiles of their own', () => {
    expect(tiledSeconds({ groups: 9, rows: 18, columns: 152, depth: 7_168 }, 3, 1e12)).toBe(3 * tile);
  });

  it('take longer by a tile more, and less where no tiles are wanted', () => {
    const cost = costOf({}, 2);
    expect(cost.experts(513).ns).toBeGreaterThan(1.15 * cost.experts(512).ns);
    const ideal = costOf({}, 2, IDEAL);
    expect(ideal.experts(513).ns).toBeLessThan(1.01 * ideal.experts(512).ns);
  });
});

describe('attention', () => {
  it('reads the cache, and then computes with it', () => {
    const longer = costOf({ prompt: 8_192 }, 1);
    const shorter = costOf({ prompt: 4_096 }, 1);
    const tokens = 4_096 * 48;
    const computeNs = (2 * tokens * 278_528) / (376e12 * UNFITTED.decodeAttentionEfficiency) / 1e-9;
    const readNs = (tokens * 1_152) / (1.6e12 * UNFITTED.cacheReadEfficiency) / 1e-9;
    const added = longer.attention('moe').ns - shorter.attention('moe').ns;
    expect(Math.abs(added - computeNs - readNs)).toBeLessThan(10);
  });
});

describe('the memory of a die', () => {
  it('is shared by its streams: both are slower than by themselves, and never read more than there is', () => {
    for (const calibration of [UNFITTED, IDEAL]) {
      for (const batch of [4, 8, 16, 96]) {
        const cost = costOf({ batch }, 2, calibration);
        const attention = cost.attention('moe');
        const experts = cost.experts(cost.meanLoad);
        const moeNs = cost.dispatch().ns + experts.ns + cost.combine().ns;
        const bytes = attention.hbmBytes + experts.hbmBytes;
        expect(bytes / 1.6e12).toBeLessThanOrEqual(Math.max(attention.ns, moeNs) * 1e-9);
      }
    }
  });

  it('holds attention up where experts read beside it, and not where there is plenty', () => {
    const free = { sharedHbmEfficiency: 1_000 };
    const slowed = (batch: number) =>
      costOf({ batch }, 2).attention('moe').ns / costOf({ batch }, 2, free).attention('moe').ns;
    expect(slowed(8)).toBeGreaterThan(1.02);
    expect(slowed(8)).toBeGreaterThan(slowed(96));
    expect(slowed(96)).toBeGreaterThanOrEqual(1);
  });
});

describe('collectives', () => {
  const dispatchNs = (microbatches: 1 | 2, exposedCollectives: number) =>
    costOf({}, microbatches, { exposedCollectives }).dispatch().ns;

  it('are exposed in a single microbatch only', () => {
    expect(dispatchNs(1, 2)).toBeGreaterThan(1.5 * dispatchNs(1, 1));
    expect(dispatchNs(2, 2)).toBe(dispatchNs(2, 1));
  });

  it('combine by the rows that a die owes', () => {
    const cost = costOf({}, 2);
    expect(cost.combine(2 * cost.meanLoad).ns).toBeGreaterThan(1.5 * cost.combine().ns);
  });
});

describe('the gate', () => {
  it('is counted once: before dispatch, and not again with the other kernels of the MoE part', () => {
    const total = (gateNs: number) => {
      const cost = costOf({}, 1, { gateNs });
      return cost.dispatch().ns + cost.experts(cost.meanLoad).ns;
    };
    expect(total(6_600)).toBe(total(0));
  });
});

describe('microbatches', () => {
  it("are two in the paper's mode, but for the smallest batch", () => {
    expect([2, 8, 10, 16, 96, 256].map((batch) => paperMicrobatches(instanceOf({ batch })))).toEqual([
      1, 1, 2, 2, 2, 2,
    ]);
    expect(paperMicrobatches(instanceOf({ batch: 2 }, { pipelineSequencesMin: 0.1 }))).toBe(1);
  });

  it('cannot be two at batch 8: reading the weights twice takes longer than the published step', () => {
    const instance = instanceOf({ batch: 8 });
    const cost = new DecodeCost(instance, 2);
    const { attention, dense, experts } = {
      attention: cost.attention('moe').hbmBytes,
      dense: cost.dense().hbmBytes,
      experts: cost.experts(cost.meanLoad).hbmBytes,
    };
    const bytes = 2 * (62 * attention + 59 * experts + 3 * dense + cost.head(1).hbmBytes);
    // 14.9 ms for each of 1.7 tokens (docs/paper/facts.md 11.3).
    expect(bytes / (1.6e12 * UNFITTED.weightReadEfficiency)).toBeGreaterThan(1.7 * 14.9e-3);
  });

  it('are two where a scheduler finds that faster', () => {
    const calibration = { exposedCollectives: 1.8 };
    expect(chosenMicrobatches(instanceOf({ batch: 96 }, calibration))).toBe(2);
    expect(chosenMicrobatches(instanceOf({ batch: 2 }, calibration))).toBe(1);
  });
});
