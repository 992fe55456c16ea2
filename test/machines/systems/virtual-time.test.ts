/**
 * The pipelines in virtual time: their charts' own delays give what the drawn and overridden ones do; a recursion that was written for this
 * system alone comes to the same nanosecond; and a layer row by row agrees with the layer of ranks.
 */
import { describe, expect, it } from 'vitest';
import { maxPlusDecode } from '../../../bench/peers/max-plus.js';
import { layerDigest } from '../../../bench/timing/contenders.js';
import { pipelineWiring } from '../../../machines/networks/pipeline/wiring.js';
import { decode } from '../../../machines/systems/decode/decode-system.js';
import { sampleNotes } from '../../../machines/systems/parameters.js';
import { decodeRun } from '../../../machines/systems/decode/instance.js';
import { decodeSystemOutcome } from '../../../machines/systems/decode/outcome.js';
import { runDecode } from '../../../machines/systems/decode/run.js';
import { decodeShape, stageTimes } from '../../../machines/systems/decode/stages.js';
import { runMoeLayer } from '../../../machines/systems/moe-layer/run.js';
import { prefillRun } from '../../../machines/systems/prefill/instance.js';
import { prefill } from '../../../machines/systems/prefill/prefill-system.js';
import { runPrefill } from '../../../machines/systems/prefill/run.js';
import { DecodeCost } from '../../../src/cloudmatrix/cost/decode-cost.js';
import { wholeTokens } from '../../../src/cloudmatrix/cost/expert-loads.js';
import { type Configuration, configurationOf, defineNetwork, simulate } from '../../../src/index.js';

const SEED = 384;

const decodeOf = (given: Configuration) => decodeRun(configurationOf(decode, given), SEED);
const prefillOf = (given: Configuration) => prefillRun(configurationOf(prefill, given), SEED);

describe('decode in virtual time', () => {
  it.each(['on', 'off'])("takes as long by the charts' own delays (microbatches %s)", (microbatch) => {
    const { cost, options } = decodeOf({ microbatch });
    const ends: number[] = [];
    const network = defineNetwork({ name: 'decode', ...pipelineWiring(decodeShape(cost, 2, 2)) });
    const own = simulate(network, {
      onEmitted: (event, component, nowNs) => {
        if (event.type === 'STEP_ENDED' && component === 'die.0.rank') ends.push(nowNs);
      },
    });
    expect(own.verdict).toBe('holds-in-sample');
    expect(ends[1]! - ends[0]!).toBe(runDecode(cost, options).stepNs);
  });

  it.each([
    { microbatch: 'on', eplb: 'perfect', mtp: 'on' },
    { microbatch: 'on', eplb: 'drawn', mtp: 'on' },
    { microbatch: 'off', eplb: 'drawn', mtp: 'off' },
    { microbatch: 'on', eplb: 'drawn', mtp: 'off', batch: 5 },
    { microbatch: 'off', eplb: 'drawn', mtp: 'off', batch: 1 },
    // Of fewer copies than a tile has rows, experts take as long for any load.
    { microbatch: 'on', eplb: 'drawn', mtp: 'on', batch: 96 },
    // The first of 288 dies have the shared expert alone, whose copies are not drawn; of 64 dies each has routed ones.
    { microbatch: 'on', eplb: 'drawn', mtp: 'on', batch: 96, ep: 64 },
    { microbatch: 'off', eplb: 'drawn', mtp: 'off', batch: 8, ep: 64 },
  ])('is to the nanosecond what loops over arrays come to: %j', (given) => {
    const isDrawn = given.eplb === 'drawn';
    const { cost, options } = decodeOf({ ep: 288, batch: 16, dies: 8, steps: 3, ...given });
    const outcome = runDecode(cost, options);
    expect(outcome.tpotNs).toBe(maxPlusDecode(cost, 8, 3, isDrawn, SEED).tpotNs);
  });

  it('is the same for all dies where all are alike', () => {
    const one = decodeOf({});
    const eight = decodeOf({ dies: 8 });
    expect(runDecode(eight.cost, eight.options).stepNs).toBe(runDecode(one.cost, one.options).stepNs);
  });

  it('is slowed by stragglers, more by more of them, and by the seed only as far as they go', () => {
    const timeOf = (given: Configuration, seed = SEED) => {
      const { cost, options } = decodeRun(configurationOf(decode, given), seed);
      return runDecode(cost, options).stepNs;
    };
    const alike = timeOf({ dies: 4 });
    expect(timeOf({ dies: 4, jitter: 10 })).toBeGreaterThan(alike);
    expect(timeOf({ dies: 4, jitter: 10 })).toBeLessThan(1.1 * alike);
    expect(timeOf({ dies: 4, jitter: 30 })).toBeGreaterThan(timeOf({ dies: 4, jitter: 10 }));
    expect(timeOf({ dies: 4, jitter: 10 })).toBe(timeOf({ dies: 4, jitter: 10 }));
    expect(timeOf({ dies: 4, jitter: 10 }, 1)).not.toBe(timeOf({ dies: 4, jitter: 10 }, 2));
  });

  it('accepts draft tokens as expected, or as drawn, near to that over many', () => {
    const acceptedOf = (given: Configuration) => {
      const { cost, options } = decodeOf(given);
      return runDecode(cost, options);
    };
    expect(acceptedOf({}).acceptance).toBe(0.7);
    const drawn = acceptedOf({ drafts: 'drawn', steps: 40 });
    expect(drawn.acceptance).not.toBe(0.7);
    expect(Math.abs(drawn.acceptance - 0.7)).toBeLessThan(0.01);
    // One die that is run stands for all, of which each sequence draws for itself: some 15,000 do in one step.
    for (const seed of [1, 2, 3]) {
      const { cost, options } = decodeRun(configurationOf(decode, { drafts: 'drawn' }), seed);
      expect(Math.abs(runDecode(cost, options).acceptance - 0.7)).toBeLessThan(0.02);
    }
    expect(drawn.tpotNs).toBeCloseTo(drawn.stepNs / (1 + drawn.acceptance), 6);
    expect(acceptedOf({ mtp: 'off' }).acceptedPerStep).toBe(1);
  });

  it('tells what share of draft tokens was drawn, and that the loads of some dies are no sample', async () => {
    const notesOf = async (given: Configuration) => {
      const configuration = configurationOf(decode, { ep: 64, batch: 8, ...given });
      const { notes } = await decode.simulate(configuration, { seed: SEED, signal: { aborted: false } });
      return notes.join('\n');
    };
    const plain = await notesOf({});
    expect(plain).not.toMatch(/as drawn|no sample/u);
    expect(await notesOf({ drafts: 'drawn' })).toMatch(
      /\d\d\.\d % of the draft tokens were accepted, as drawn\./u,
    );
    // Without draft tokens none is drawn.
    expect(await notesOf({ drafts: 'drawn', mtp: 'off' })).toBe(
      `${plain}\ndrafts drawn has no effect, as there are no draft tokens.`,
    );
    expect(await notesOf({ eplb: 'drawn', dies: 2 })).toMatch(
      /first 2 dies were waited for: no sample of all 64\./u,
    );
    expect(sampleNotes({ eplb: 'drawn', dies: 64 }, 64)).toEqual([]);
  });

  it('hides the launches of graphs that are longer than a launch', () => {
    const { cost } = decodeOf({});
    const { calibration } = cost.instance;
    const slower = { ...cost.instance, calibration: { ...calibration, launchNs: 2 * calibration.launchNs } };
    expect(runDecode(new DecodeCost(slower, 2)).stepNs).toBe(runDecode(cost).stepNs);
  });
});

// Tokens are whole, and there are as many of them as sequences: a die that has half a sequence on average has one, or none.
describe('drawn loads of fractions of tokens', () => {
  it.each([
    { batch: 1, mtp: 'off', ep: 64 },
    { batch: 1, mtp: 'off', ep: 65 },
    { batch: 3, mtp: 'on', ep: 64 },
    { batch: 5, mtp: 'off', ep: 64, microbatch: 'on' },
    { batch: 11, mtp: 'off', ep: 63, microbatch: 'on' },
    { batch: 10, mtp: 'off', ep: 64, microbatch: 'on' },
    { batch: 12, mtp: 'off', ep: 64, microbatch: 'on' },
  ])('are of as many copies as there are: %j', (given) => {
    const { cost, options } = decodeOf({ ...given, eplb: 'drawn', dies: 1 });
    const outcome = runDecode(cost, options);
    const { model, sequences, tokensPerSequence, ranks } = cost.instance;
    const layers = model.layers - model.denseLayers + (tokensPerSequence === 2 ? 1 : 0);
    const { dispatchedCopies, combinedCopies } = outcome.work;
    const dueTokens = Math.floor(sequences * tokensPerSequence * ranks);
    expect((dispatchedCopies * ranks) / layers).toBeCloseTo(dueTokens * 9, 6);
    expect(combinedCopies).toBeCloseTo(dispatchedCopies, 6);
    const { bounds } = decodeSystemOutcome(cost, outcome, 1);
    expect(bounds.find(({ name }) => name === 'B8')!.ratio).toBeLessThanOrEqual(1);
    // One token more or less is noticed.
    for (const tokens of [1, -1]) {
      const work = { ...outcome.work, combinedCopies: combinedCopies + (tokens * layers * 9) / ranks };
      const wrong = decodeSystemOutcome(cost, { ...outcome, work }, 1);
      expect(wrong.message).toMatch(/^B8 is exceeded: conservation/);
    }
  });

  it('are whole, spread evenly over microbatches and dies, and refused row by row where some dies have none', () => {
    expect(wholeTokens(24, 3, 2)).toEqual([24, 24]);
    expect(wholeTokens(0.5, 4, 1)).toEqual([[0, 1, 0, 1]]);
    expect(wholeTokens(1.25, 4, 2)).toEqual([
      [1, 1, 1, 1],
      [1, 2, 1, 2],
    ]);
    const { cost } = decodeOf({ ep: 64, batch: 1, mtp: 'off' });
    expect(() => runMoeLayer(cost, 'rank', SEED)).toThrow(
      'A layer row by row needs a token of each die, and there are 0.5 of each on average. Raise the sequences.',
    );
  });
});

describe('prefill in virtual time', () => {
  it('depends on the popularity of experts, the same for a seed', () => {
    const rateOf = (given: Configuration) => {
      const { cost, options } = prefillOf(given);
      return runPrefill(cost, options).tokensPerSecondPerNpu;
    };
    expect(rateOf({ eplb: 'drawn', dies: 4 })).toBeLessThan(rateOf({}));
    expect(rateOf({ eplb: 'drawn', dies: 4 })).toBe(rateOf({ eplb: 'drawn', dies: 4 }));
    expect(rateOf({ jitter: 20, dies: 2 })).toBeLessThan(rateOf({}));
  });
});

describe('a layer row by row', () => {
  const { cost } = decodeOf({ ep: 64, batch: 16, microbatch: 'on' });
  const ranks = runMoeLayer(cost, 'rank', SEED);
  const tokens = runMoeLayer(cost, 'token', SEED);

  it('sends and receives the same rows on each die', () => {
    expect(tokens.sent).toEqual(ranks.sent);
    expect(tokens.received).toEqual(ranks.received);
    const sum = (rows: readonly number[]) => rows.reduce((total, each) => total + each, 0);
    expect(sum(tokens.received.dispatch)).toBe(64 * cost.tokens * 9);
    expect(tokens.received.combine).toEqual(tokens.received.combine.map(() => cost.tokens * 9));
  });

  it('has all dies dispatched, and computed, at the same times and so in the same order', () => {
    expect(tokens.dispatchedNs).toEqual(ranks.dispatchedNs);
    expect(tokens.computedNs).toEqual(ranks.computedNs);
  });

  it('ends on no die later, and on the last at the same time', () => {
    tokens.combinedNs.forEach((ns, die) => expect(ns).toBeLessThanOrEqual(ranks.combinedNs[die]!));
    expect(Math.max(...tokens.combinedNs)).toBe(Math.max(...ranks.combinedNs));
    expect(layerDigest(tokens)).toBe(layerDigest(ranks));
  });

  it('takes as long as the stages of the pipeline, but for gating and rounding', () => {
    const { dispatch } = stageTimes(cost);
    const { gateNs } = cost.instance.calibration;
    const rounding = 2 * cost.tokens;
    expect(Math.abs(Math.max(...ranks.dispatchedNs) + gateNs - dispatch!.ns)).toBeLessThan(rounding);
    ranks.received.dispatch.forEach((rows, die) => {
      expect(ranks.computedNs[die]! - ranks.dispatchedNs[die]!).toBe(cost.experts(rows).ns);
    });
    const last = ranks.computedNs.map((ns, die) => ns + cost.combine(ranks.received.dispatch[die]!).ns);
    expect(Math.abs(Math.max(...ranks.combinedNs) - Math.max(...last))).toBeLessThan(9 * rounding);
  });
});
