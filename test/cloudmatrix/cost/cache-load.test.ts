// Goal: what reuse spares and costs is counted rightly: only new tokens are computed, but they attend to all; latents that are reused are loaded by every
// die, and expanded; each plane has its own limits. Method: stages of the paper's instance by hand; bounds of runs with reuse; mistakes that published
// rows notice.

import { describe, expect, it } from 'vitest';
import { Pipelines } from '../../../machines/systems/pipelines.js';
import { prefillInstance } from '../../../machines/systems/prefill/instance.js';
import { prefill } from '../../../machines/systems/prefill/prefill-system.js';
import { runPrefillOn } from '../../../machines/systems/prefill/run.js';
import { cacheFetchNs, cacheLoadNs } from '../../../src/cloudmatrix/cost/cache-load.js';
import { CALIBRATED, IDEAL, UNFITTED } from '../../../src/cloudmatrix/cost/calibration.js';
import { UNIFIED_BUS } from '../../../src/cloudmatrix/cost/device.js';
import { prefillBounds } from '../../../src/cloudmatrix/cost/prefill-bounds.js';
import { PrefillCost } from '../../../src/cloudmatrix/cost/prefill-cost.js';
import { PERFORMANCE, type PublishedName } from '../../../src/cloudmatrix/paper/performance.js';
import { type Configuration, configurationOf } from '../../../src/index.js';

const instanceOf = (given: Configuration) => prefillInstance(configurationOf(prefill, given));
const costOf = (given: Configuration, microbatches: 1 | 2 = 1) =>
  new PrefillCost({ ...instanceOf(given), calibration: UNFITTED }, microbatches);

/** Charts are the same for all costs that need the same stages. */
const pipelines = new Pipelines();
const run = (cost: PrefillCost) => runPrefillOn(pipelines.prefill(cost, {}), cost);

/** Latents of the reused half of 8,192 tokens of each of 32 dies, in all 61 layers: 576 numbers of 2 bytes. */
const HALF_BYTES = 61 * 32 * 4_096 * 576 * 2;

describe('reuse', () => {
  it('leaves what is new to compute, and attention to all before it', () => {
    expect(costOf({ reused: 2_048 }).tokens).toBe(4_096);
    const half = costOf({ reused: 2_048 }).stageNs('experts') / costOf({}).stageNs('experts');
    expect(half).toBeGreaterThan(0.5);
    expect(half).toBeLessThan(0.51);
    // Three quarters of the pairs of tokens, and more than half of the products.
    const attention = costOf({ reused: 2_048 }).stageNs('attention') / costOf({}).stageNs('attention');
    expect(attention).toBeGreaterThan(0.7);
    expect(attention).toBeLessThan(0.76);
  });

  it('reads each layer of each block once, of whole blocks', () => {
    const startNs = 100;
    const loadNs = (reused: number, blockReadStartNs: number) =>
      new PrefillCost(
        { ...instanceOf({ reused }), calibration: { ...UNFITTED, blockReadStartNs } },
        1,
      ).stageNs('load');
    // 64 prompts of 4,096 tokens in an instance; 1 and 128 tokens are a block, 129 are two.
    for (const [reused, blocks] of [
      [1, 1],
      [128, 1],
      [129, 2],
      [2_048, 16],
    ] as const) {
      expect(Math.abs(loadNs(reused, startNs) - loadNs(reused, 0) - 64 * blocks * 61 * startNs)).toBeLessThan(
        2,
      );
    }
  });

  it.each(['on', 'off'])('keeps the bounds of prefill, microbatches %s', (microbatch) => {
    for (const calibration of [CALIBRATED, IDEAL]) {
      for (const reused of [1, 2_048, 4_095]) {
        const instance = { ...instanceOf({ reused }), calibration };
        const cost = new PrefillCost(instance, microbatch === 'on' ? 2 : 1);
        const { microbatches } = cost;
        const outcome = run(cost);
        for (const { name, ratio } of prefillBounds(instance, { ...outcome, microbatches })) {
          expect(ratio, `${name} with ${reused} reused, ${calibration.name}`).toBeLessThanOrEqual(1);
        }
      }
    }
  });

  it('of a whole prompt is refused: its last token is always computed', () => {
    expect(() => instanceOf({ reused: 4_096 })).toThrow(/^Of a prompt of 4096 tokens at most 4095/);
  });
});

describe('loading', () => {
  const load = { bytes: HALF_BYTES, reads: 0, dies: 32 };
  const seconds = (plane: 'ub' | 'vpc', dies = 32) =>
    cacheLoadNs({ ...load, plane, dies }, UNIFIED_BUS, UNFITTED) / 1e9;

  it('over the Unified Bus shares the links of all CPUs of the pool', () => {
    // 32 nodes of 4 CPUs with 160 GB/s each, for 192 dies; a few dies are held up by what one reads.
    expect(seconds('ub')).toBeCloseTo(HALF_BYTES / ((32 * 4 * 160e9) / 192), 9);
    expect(seconds('ub', 2)).toBeCloseTo(HALF_BYTES / 147e9, 9);
  });

  it('over VPC takes them once for a node, whose dies share its CPUs', () => {
    expect(cacheFetchNs(HALF_BYTES) / 1e9).toBeCloseTo(HALF_BYTES / 50e9, 9);
    expect(seconds('vpc')).toBeCloseTo(HALF_BYTES / 40e9, 9);
    expect(seconds('vpc', 2)).toBeCloseTo(HALF_BYTES / 151e9, 9);
  });
});

const published = (name: PublishedName) => PERFORMANCE[name].value as number;
const PUBLISHED = {
  half: published('reuse-throughput-50'),
  most: published('reuse-throughput-90'),
  plane: published('reuse-plane'),
};

describe('mistakes', () => {
  const batchNs = (Cost: typeof PrefillCost, given: Configuration) =>
    run(new Cost(instanceOf(given), 2)).batchNs;
  const gains = (Cost: typeof PrefillCost) => {
    const [none, eighth, half, most, vpc] = [
      {},
      { reused: 512 },
      { reused: 2_048 },
      { reused: 3_686 },
      { reused: 3_686, plane: 'vpc' },
    ].map((given) => batchNs(Cost, given));
    return { half: eighth! / half!, most: none! / most!, plane: vpc! / most! };
  };

  it('none: gains are within a tenth of the published ones', () => {
    const { half, most, plane } = gains(PrefillCost);
    expect(Math.abs(half / PUBLISHED.half - 1)).toBeLessThan(0.1);
    expect(Math.abs(most / PUBLISHED.most - 1)).toBeLessThan(0.1);
    expect(Math.abs(plane / PUBLISHED.plane - 1)).toBeLessThan(0.1);
  });

  it('a die that loads its own tokens alone gains too much', () => {
    class OwnTokensOnly extends PrefillCost {
      protected override reusedBytes(): number {
        return super.reusedBytes() / this.instance.ranks;
      }
    }
    // A die then has nothing of the tokens that other dies reuse, and VPC is as good as the Unified Bus.
    expect(Math.abs(gains(OwnTokensOnly).plane / PUBLISHED.plane - 1)).toBeGreaterThan(0.1);
  });

  it('one read for all layers of a block gains too much', () => {
    class AllLayersAtOnce extends PrefillCost {
      protected override blockReads(): number {
        return super.blockReads() / this.instance.model.layers;
      }
    }
    expect(gains(AllLayersAtOnce).most / PUBLISHED.most).toBeGreaterThan(1.1);
  });

  it('tokens that are computed in spite of the cache gain nothing', () => {
    class AllComputed extends PrefillCost {
      override get tokens(): number {
        return this.instance.tokens / this.microbatches;
      }
    }
    expect(gains(AllComputed).half / PUBLISHED.half).toBeLessThan(0.9);
  });
});
