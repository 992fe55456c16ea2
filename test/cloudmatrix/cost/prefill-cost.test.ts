// Goal: in place prefill is slower in both modes, and slower still while an operator of another microbatch runs beside it; its HBM reads weights once for each microbatch. Where
// dies hold one expert each, those with the shared one get more than the mean. Method: stages of the paper's instance with and without each; other instances.

import { describe, expect, it } from 'vitest';
import { prefill } from '../../../machines/systems/prefill/prefill-system.js';
import { prefillInstance } from '../../../machines/systems/prefill/instance.js';
import { runPrefill } from '../../../machines/systems/prefill/run.js';
import { type Calibration, UNFITTED } from '../../../src/cloudmatrix/cost/calibration.js';
import { PrefillCost, type PrefillStage } from '../../../src/cloudmatrix/cost/prefill-cost.js';
import { speedsBeside } from '../../../src/cloudmatrix/cost/speeds-beside.js';
import { configurationOf } from '../../../src/index.js';

const instance = prefillInstance(configurationOf(prefill, {}));
const costOf = (microbatches: 1 | 2, calibration: Partial<Calibration> = {}) =>
  new PrefillCost({ ...instance, calibration: { ...UNFITTED, ...calibration } }, microbatches);

describe('prefill in place', () => {
  it.each(['attention', 'experts', 'dispatch', 'all-gather'] as const)('%s', (stage) => {
    const slowed = (microbatches: 1 | 2, calibration: Partial<Calibration>) =>
      costOf(microbatches, calibration).stageNs(stage) / costOf(microbatches).stageNs(stage);
    expect(slowed(1, { prefillSlowdown: 1.1 })).toBeCloseTo(1.1, 5);
    expect(slowed(2, { prefillSlowdown: 1.1 })).toBeCloseTo(1.1, 5);
    expect(slowed(2, { prefillInterference: 1.1 })).toBe(1);
  });

  it('is disturbed by an operator beside it, and neither alone nor by a load out of the memory pool', () => {
    const cost = costOf(2, { prefillInterference: 1.25 });
    const work = (stage: PrefillStage) => cost.workOf(stage, cost.stageNs(stage));
    expect(cost.speedsOf([work('attention')])).toEqual([1]);
    expect(cost.speedsOf([work('attention'), work('dispatch')])).toEqual([0.8, 0.8]);
    expect(cost.speedsOf([work('load'), work('attention')])).toEqual([1, 1]);
  });
});

describe('what stages share', () => {
  const rates = { linkBytesPerNs: 100, hbmBytesPerNs: 1_000, interference: 1 };
  const sending = (linkBytesPerNs: number) => ({ linkBytesPerNs, hbmBytesPerNs: 0, isOfLayer: true });
  const reading = (hbmBytesPerNs: number) => ({ linkBytesPerNs: 0, hbmBytesPerNs, isOfLayer: true });

  it('goes at full speed as long as there is enough', () => {
    expect(speedsBeside([sending(60), sending(40)], rates)).toEqual([1, 1]);
    expect(speedsBeside([sending(100), reading(1_000)], rates)).toEqual([1, 1]);
  });

  it('goes to those that want less than an even part first, and what they leave to the others', () => {
    expect(speedsBeside([sending(80), sending(30)], rates)).toEqual([70 / 80, 1]);
    expect(speedsBeside([sending(80), sending(60)], rates)).toEqual([50 / 80, 50 / 60]);
    expect(speedsBeside([reading(1_000), reading(600), reading(200)], rates)).toEqual([0.4, 4 / 6, 1]);
  });

  it('is wanted less by what is disturbed', () => {
    expect(speedsBeside([sending(80), sending(80)], { ...rates, interference: 1.6 })).toEqual([0.625, 0.625]);
    expect(speedsBeside([sending(80), sending(80)], { ...rates, interference: 1.25 })).toEqual([
      0.625, 0.625,
    ]);
  });
});

describe('the memory', () => {
  it('gives all weights of a stage to each microbatch, and what was gathered of its tokens', () => {
    expect(costOf(2).hbmBytes('experts')).toBe(costOf(1).hbmBytes('experts'));
    expect(costOf(1).hbmBytes('experts')).toBe(10 * 3 * 7_168 * 2_048);
    // Latents of 8,192 tokens of each of 32 dies, 2,112 numbers of 2 bytes.
    const gathered = 32 * 8_192 * 2_112 * 2;
    expect(costOf(1).hbmBytes('attention') - costOf(2).hbmBytes('attention')).toBe(gathered / 2);
    expect(costOf(1).hbmBytes('dispatch')).toBe(0);
  });
});

describe('the load of the busiest die', () => {
  const over = (ep: number, calibration: Partial<Calibration> = {}) =>
    new PrefillCost(
      {
        ...prefillInstance(configurationOf(prefill, { ep })),
        calibration: { ...UNFITTED, ...calibration },
      },
      1,
    );

  it('is the mean where every die holds the shared expert, and 10 copies a token in place of 9 where 32 of 320 do', () => {
    expect(over(32).meanLoad).toBe(1);
    expect(over(283).meanLoad).toBe(1);
    expect(over(320).meanLoad).toBeCloseTo(10 / 9, 12);
  });

  it.each(['dispatch', 'experts', 'combine'] as const)('is that of %s, and of no other stage', (stage) => {
    const cost = over(320);
    expect(cost.stageNs(stage)).toBe(cost.stageNs(stage, 10 / 9));
    expect(cost.stageNs(stage)).toBeGreaterThan(cost.stageNs(stage, 1));
    expect(cost.stageNs('attention')).toBe(cost.stageNs('attention', 1));
  });

  it('where it is less than the mean leaves a die its own tokens to send, and fewer to compute', () => {
    const cost = over(32);
    for (const collective of ['dispatch', 'combine'] as const)
      expect(cost.stageNs(collective, 0.5)).toBe(cost.stageNs(collective, 1));
    expect(cost.stageNs('experts', 0.5)).toBeLessThan(cost.stageNs('experts', 1));
  });

  it('is what a run has, and what drawn loads come near to that spread little', () => {
    const drawn = over(320, { expertSpread: 0.000_001 });
    const options = { dies: 320, eplb: 'drawn' } as const;
    const { batchNs } = runPrefill(drawn, options);
    // An expert that one die holds has as many copies as a die with the shared one.
    expect(runPrefill(over(320)).batchNs / batchNs).toBeCloseTo(1, 4);
  }, 60_000);
});
