// Goal: times of model caching follow from the bucket, from DRAM and from how often a model is there. Method: figures by hand, and what they must be to
// each other.

import { describe, expect, it } from 'vitest';
import { type Calibration, CALIBRATED, UNFITTED } from '../../../src/cloudmatrix/cost/calibration.js';
import {
  bucketSeconds,
  coldStartSeconds,
  modelCopies,
  switchHitShare,
  switchSeconds,
  warmStartSeconds,
} from '../../../src/cloudmatrix/cost/model-load.js';

const CACHES = ['none', 'local', 'ems'] as const;

describe('a cold start', () => {
  it('takes the bucket, which all instances share unless a pool loads once', () => {
    expect(bucketSeconds(1, UNFITTED)).toBeCloseTo(671 / 2.5, 9);
    const alone = bucketSeconds(1, CALIBRATED);
    expect(CACHES.map((cache) => coldStartSeconds(cache, CALIBRATED) / alone)).toEqual([8, 8, 1]);
    expect(CACHES.map(modelCopies)).toEqual([0, 8, 1]);
  });
});

describe('a warm start', () => {
  it('reads DRAM, half of it in the own node where the instance has its own copy', () => {
    expect(warmStartSeconds('local', UNFITTED)).toBeCloseTo(671 / 2 / 151 + 671 / 2 / 147, 9);
    expect(warmStartSeconds('ems', UNFITTED)).toBeCloseTo(671 / 32 / 151 + (671 * 31) / 32 / 147, 9);
  });

  it('is as many times faster as dies read at a time', () => {
    const with2: Calibration = { ...UNFITTED, weightReaders: 2 };
    expect(warmStartSeconds('ems', with2)).toBe(warmStartSeconds('ems', UNFITTED) / 2);
  });
});

describe('a switch', () => {
  it('finds one model of eight in the DRAM of an instance, each in the pool', () => {
    expect(CACHES.map(switchHitShare)).toEqual([0, 1 / 8, 1]);
    const alone = bucketSeconds(1, CALIBRATED);
    expect(switchSeconds('none', CALIBRATED)).toBe(alone);
    expect(switchSeconds('local', CALIBRATED)).toBeCloseTo(
      warmStartSeconds('local', CALIBRATED) / 8 + (7 * alone) / 8,
      9,
    );
    expect(switchSeconds('ems', CALIBRATED)).toBe(warmStartSeconds('ems', CALIBRATED));
  });
});
