// Goal: what docs/throughput.md says of faster parts and added dies that make a step slower, by its figures. A stream of decode never waits longer than the HBM takes for
// what the other one reads, whatever is faster. Method: the two configurations of the document, and random systems of which each rate is raised by half.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../machines/systems/decode/decode-system.js';
import { decodeRun } from '../../../machines/systems/decode/instance.js';
import { runDecode } from '../../../machines/systems/decode/run.js';
import { decodeInputs, decodeInstanceOf } from '../../../properties/throughput/instances.js';
import { DecodeCost, type DecodeInstance } from '../../../src/cloudmatrix/cost/decode-cost.js';
import type { Device } from '../../../src/cloudmatrix/cost/device.js';
import { type Configuration, configurationOf } from '../../../src/index.js';

const withRate = (instance: DecodeInstance, field: keyof Device, factor: number): DecodeInstance => ({
  ...instance,
  device: { ...instance.device, [field]: factor * (instance.device[field] as number) },
});

/** What each stream takes between two swaps. */
function swapOf(instance: DecodeInstance): { readonly attention: number; readonly moe: number } {
  const cost = new DecodeCost(instance, 2);
  const moe = cost.dispatch(cost.meanLoad).ns + cost.experts(cost.meanLoad).ns + cost.combine().ns;
  return { attention: cost.attention('moe').ns, moe };
}

describe('a faster part of decode', () => {
  it('may make the other stream slower, which meets what ends earlier', () => {
    const { instance } = decodeRun(configurationOf(decode, { ep: 64, batch: 128, mtp: 'off' }), 1).cost;
    const [usual, faster] = [instance, withRate(instance, 'bf16OpsPerSecond', 1.3)].map(swapOf);
    expect(Math.round(usual!.moe / 1e3)).toBe(578);
    expect(Math.round(faster!.moe / 1e3)).toBe(596);
    expect(faster!.attention).toBeLessThan(usual!.attention);
    expect(Math.max(usual!.attention, usual!.moe)).toBe(usual!.moe);
  });

  it.each(['bf16OpsPerSecond', 'int8OpsPerSecond', 'hbmBytesPerSecond'] as const)(
    'costs a stream no more than what the other one reads takes: %s',
    (field) => {
      let slower = 0;
      for (const input of fc.sample(decodeInputs, { numRuns: 4_000, seed: 384 })) {
        const usual = decodeInstanceOf(input);
        const faster = withRate(usual, field, 1.5);
        const [before, after] = [swapOf(usual), swapOf(faster)];
        const cost = new DecodeCost(faster, 2);
        const most = faster.device.hbmBytesPerSecond * faster.calibration.sharedHbmEfficiency;
        const inNs = (bytes: number) => (1.01 * bytes * 1e9) / most + 20;
        const read = { attention: cost.attention('moe').hbmBytes, moe: cost.experts(cost.meanLoad).hbmBytes };
        expect(after.attention).toBeLessThanOrEqual(before.attention * 1.01 + inNs(read.moe));
        expect(after.moe).toBeLessThanOrEqual(before.moe * 1.01 + inNs(read.attention));
        if (Math.max(after.attention, after.moe) > 1.001 * Math.max(before.attention, before.moe)) slower++;
      }
      expect(slower > 0).toBe(field !== 'hbmBytesPerSecond');
    },
  );
});

describe('a die more', () => {
  const model = { base: 'deepseek-r1', experts: 8, topK: 1 };
  const rateOf = (given: Configuration) => {
    const { cost, options } = decodeRun(configurationOf(decode, given), 1, { model });
    return {
      load: cost.meanLoad / cost.tokens,
      rate: Math.round(runDecode(cost, options).tokensPerSecondPerNpu),
    };
  };

  it('gives more copies to some where it is the first with which dies can hold one expert each', () => {
    const given = { batch: 512, prompt: 128, output: 0 };
    expect(rateOf({ ...given, ep: 10 })).toEqual({ load: 2, rate: 15_065 });
    expect(rateOf({ ...given, ep: 11 })).toEqual({ load: 11 / 3, rate: 8_179 });
  });
});
