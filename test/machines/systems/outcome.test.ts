// Goal: a run without an end says why, and tells no figures; the figures of one that has an end agree with each other and with what was asked for. Method: results
// of runs that were interrupted, and that took the most steps; runs of small models, on NPUs of three dies, too.

import { describe, expect, it } from 'vitest';
import { decode } from '../../../machines/systems/decode/decode-system.js';
import { decodeRun } from '../../../machines/systems/decode/instance.js';
import { decodeSystemOutcome } from '../../../machines/systems/decode/outcome.js';
import { runDecode } from '../../../machines/systems/decode/run.js';
import { jitterOptions } from '../../../machines/systems/jitter.js';
import { unfinishedOutcome } from '../../../machines/systems/outcome.js';
import { STEPS_MAX } from '../../../machines/systems/pipeline/run.js';
import { prefillRun } from '../../../machines/systems/prefill/instance.js';
import { prefill } from '../../../machines/systems/prefill/prefill-system.js';
import { runPrefill } from '../../../machines/systems/prefill/run.js';
import type { SystemOutcome } from '../../../src/check/system.js';
import {
  type Configuration,
  configurationOf,
  type SimulatedSystem,
  type SimulateResult,
} from '../../../src/index.js';

const SEED = 384;
const model = { base: 'deepseek-r1', layers: 4, denseLayers: 1 };

describe('a run without an end', () => {
  const outcomeAfter = (steps: number) =>
    unfinishedOutcome({
      verdict: 'inconclusive',
      properties: [],
      end: 'steps',
      endNs: 1,
      steps,
      utilisation: {},
      xstateCalls: 1,
    } satisfies SimulateResult);

  it('was interrupted, or took the most steps', () => {
    expect(outcomeAfter(STEPS_MAX - 1)).toMatchObject({
      verdict: 'inconclusive',
      message: 'The run was interrupted before its end.',
      figures: {},
    });
    expect(outcomeAfter(STEPS_MAX).message).toBe(
      'The run was given up after 100000000 steps of its charts, the most that are taken. Run fewer dies, or fewer decode steps.',
    );
  });
});

// From the configuration that was asked for, and not from what was made of it: Little's law for decode, and what a batch of prefill is.
describe('throughput by time is the load that was asked for', () => {
  const outcomeOf = (
    system: SimulatedSystem,
    given: Configuration,
    diesPerNpu: number,
  ): Promise<SystemOutcome> =>
    system.simulate(configurationOf(system, given), {
      seed: SEED,
      signal: { aborted: false },
      description: { model, device: { base: 'ascend-910', diesPerNpu } },
    });

  it.each([1, 2, 3])('on NPUs of %i dies', async (diesPerNpu) => {
    for (const given of [{ batch: 96 }, { batch: 3, mtp: 'off' }, { batch: 24, drafts: 'drawn' }]) {
      const { figures } = await outcomeOf(decode, given, diesPerNpu);
      const inFlight = ((figures.tokensPerSecondPerNpu as number) * (figures.tpotMs as number)) / 1e3;
      expect(inFlight).toBeCloseTo(given.batch, 6);
    }
    for (const microbatch of ['on', 'off']) {
      const { figures } = await outcomeOf(prefill, { tokens: 12_288, prompt: 2_048, microbatch }, diesPerNpu);
      const batch = ((figures.tokensPerSecondPerNpu as number) * (figures.stepMs as number)) / 1e3;
      expect(batch).toBeCloseTo(12_288, 6);
    }
  });
});

describe('shares of what the hardware could do', () => {
  it.each([{ batch: 8 }, { batch: 96 }, { batch: 96, mtp: 'off', microbatch: 'off' }])(
    'are the work of a step in its time: %j',
    (given) => {
      const { cost, options } = decodeRun(configurationOf(decode, given), SEED, { model });
      const outcome = runDecode(cost, options);
      const { utilisation, bounds } = decodeSystemOutcome(cost, outcome, 1);
      const { device, network } = cost.instance;
      const { work, stepNs } = outcome;
      const ofStep = (share: string, rate: number) => (utilisation[share]! * rate * stepNs) / 1e9;
      expect(ofStep('HBM bytes', device.hbmBytesPerSecond)).toBeCloseTo(work.hbmBytes, 0);
      expect(ofStep('link bytes', network.linkBytesPerSecond)).toBeCloseTo(
        work.dispatchLinkBytes + work.combineLinkBytes,
        0,
      );
      // The bound counts the mean of all dies, and the die that is told of has one copy in nine more.
      const B1 = bounds.find(({ name }) => name === 'B1')!.ratio;
      expect(utilisation['cube operations']).toBeGreaterThan(B1);
      expect(utilisation['cube operations']).toBeLessThan((10 / 9) * B1);
      for (const share of Object.values(utilisation)) expect(share).toBeLessThanOrEqual(1);
    },
  );
});

describe('engines of a prefill die', () => {
  /** By engine: stages of a layer with experts that hold all of it (docs/paper/facts.md 8). */
  const STAGES = {
    AIC: ['down-projection', 'all-gather', 'attention', 'all-to-all', 'output projection', 'experts'],
    AIV: ['dispatch compute', 'combine compute'],
    SDMA: ['dispatch', 'combine'],
  } as const;

  it.each(['on', 'off'])('are held while their stages run, and no longer (microbatches %s)', (microbatch) => {
    // With enough for all no stage takes longer beside another one.
    const { cost, options } = prefillRun(configurationOf(prefill, { microbatch }), SEED, {
      model: { ...model, denseLayers: 0 },
      device: { base: 'ascend-910', hbmBytesPerSecond: 1e13 },
      network: { base: 'ub', linkBytesPerSecond: 1e12 },
      calibration: { prefillInterference: 1 },
    });
    const { utilisation, result } = runPrefill(cost, options);
    for (const [engine, stages] of Object.entries(STAGES)) {
      const ofLayer = stages.reduce((sum, stage) => sum + cost.stageNs(stage), 0);
      // Two batches of so many passes over four layers.
      const heldNs = 2 * cost.microbatches * 4 * ofLayer;
      expect(utilisation[engine]! * result.endNs, engine).toBeCloseTo(heldNs, 3);
    }
  });
});

describe('memory', () => {
  const device = (hbmBytes: number) => ({ device: { base: 'ascend-910', hbmBytes } });

  it.each([
    [decode, decodeRun],
    [prefill, prefillRun],
  ] as const)('is that of the described die: $name', (system, runOf) => {
    const given = configurationOf(system, {});
    expect(() => runOf(given, SEED, device(20e9))).toThrow('and it has 20.00 GB');
    const behemoth = configurationOf(system, { model: 'llama4-behemoth', ep: 16 });
    expect(() => runOf(behemoth, SEED)).toThrow('and it has 64.00 GB');
    expect(runOf(behemoth, SEED, device(1e12)).cost.instance.device.hbmBytes).toBe(1e12);
  });
});

describe('parameters', () => {
  const diesOf = (given: Configuration) => decodeRun(configurationOf(decode, given), SEED).options.dies;

  it('run one die where all are alike, and else all', () => {
    expect(diesOf({})).toBe(1);
    expect(diesOf({ jitterLaw: 'normal', stragglerFactor: 9, drafts: 'drawn' })).toBe(1);
    for (const differing of [{ jitter: 1 }, { stragglers: 1 }, { eplb: 'drawn' }]) {
      expect(diesOf(differing)).toBe(320);
      expect(diesOf({ ...differing, dies: 4 })).toBe(4);
    }
  });

  it('count jitter in percent, and stragglers in a thousand', () => {
    const given = { jitter: 20, jitterLaw: 'normal', stragglers: 30, stragglerFactor: 7 };
    expect(jitterOptions(configurationOf(decode, given))).toEqual({
      law: 'normal',
      share: 0.2,
      stragglers: 0.03,
      stragglerFactor: 7,
    });
  });
});
