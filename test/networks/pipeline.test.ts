/**
 * Decode and prefill pipelines, and the MoE layer row by row. Without faults every property holds, with exact counts so that a change of
 * the model is noticed. Each property that no fault violates is violated by a changed chart.
 */
import { describe, expect, it } from 'vitest';
import { corePool } from '../../machines/die/core-pool.js';
import { exchange } from '../../machines/pipeline/exchange.js';
import { microbatch } from '../../machines/pipeline/microbatch.js';
import { moeRank } from '../../machines/pipeline/moe-rank.js';
import { rank } from '../../machines/pipeline/rank.js';
import { rowWindow } from '../../machines/pipeline/row-window.js';
import { moeLayerRows } from '../../properties/moe-layer/family.js';
import { decodePipeline, prefillPipeline } from '../../properties/pipeline/family.js';
import {
  type Configuration,
  campaignAsync,
  configurationOf,
  explore,
  type NetworkFamily,
  replay,
} from '../../src/index.js';
import { expectAgreement } from '../support/agreement.js';
import { mutantOf, withMachine } from '../support/mutant.js';

const networkOf = (family: NetworkFamily, given: Configuration) =>
  family.build(configurationOf(family, given), new Set());

describe('without faults', () => {
  it.each([
    {
      family: decodePipeline,
      given: { dies: 2, denseLayers: 1 },
      counts: { states: 1_230, steps: 3_858, depth: 69 },
    },
    {
      family: decodePipeline,
      given: { dies: 3, microbatches: 1, steps: 2 },
      counts: { states: 7_429, steps: 28_227, depth: 109 },
    },
    {
      family: decodePipeline,
      given: { dies: 2, moeLayers: 2, mtp: 'off' },
      counts: { states: 363, steps: 864, depth: 55 },
    },
    { family: prefillPipeline, given: { dies: 2 }, counts: { states: 839, steps: 2_278, depth: 63 } },
    {
      family: prefillPipeline,
      given: { dies: 1, denseLayers: 1 },
      counts: { states: 105, steps: 161, depth: 48 },
    },
    { family: moeLayerRows, given: { dies: 2, tokens: 2 }, counts: { states: 120, steps: 212, depth: 27 } },
    { family: moeLayerRows, given: { dies: 3 }, counts: { states: 403, steps: 1_015, depth: 28 } },
  ] as const)('$family.name holds for $given', ({ family, given, counts }) => {
    const result = explore(networkOf(family, given));
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', ...counts });
  });

  it.each([decodePipeline, prefillPipeline, moeLayerRows])(
    '$name holds in a campaign over random configurations, and every witness is met',
    async (family) => {
      const result = await campaignAsync(family, { seed: 384, runs: 15 });
      const open = result.properties.filter(({ verdict }) => verdict !== 'holds-in-sample');
      expect(open).toEqual([]);
    },
  );

  it.each([
    { family: decodePipeline, given: { dies: 1, moeLayers: 1 } },
    { family: prefillPipeline, given: { dies: 1 } },
    { family: moeLayerRows, given: { dies: 2, tokens: 1 } },
  ])('$family.name is seen alike by tables, by plain search and by walks', ({ family, given }) => {
    expectAgreement(networkOf(family, given));
  });
});

describe('properties can fail', () => {
  it.each([
    {
      name: 'a pool that leases whatever it is asked for',
      property: 'one-microbatch-an-engine of die.0.pool',
      family: decodePipeline,
      given: { dies: 1 },
      replaced: corePool,
      by: mutantOf(corePool, ({ states }) => {
        states.open!.on = { REQUEST: { actions: 'lease' }, RELEASE: { actions: 'takeBack' } };
      }),
    },
    {
      name: 'a pool that leases whatever it is asked for',
      property: 'leases-within-cores of die.0.pool',
      family: prefillPipeline,
      given: { dies: 1 },
      replaced: corePool,
      by: mutantOf(corePool, ({ states }) => {
        states.open!.on = { REQUEST: { actions: 'lease' }, RELEASE: { actions: 'takeBack' } };
      }),
    },
    {
      name: 'a microbatch that skips a stage',
      property: 'stage-order of die.0.microbatch.0',
      family: decodePipeline,
      given: { dies: 1, moeLayers: 2 },
      replaced: microbatch,
      by: mutantOf(microbatch, ({ states }) => {
        states.leaving!.always = [
          { guard: 'isLastStage', target: 'idle', actions: ['releaseStream', 'report', 'forget'] },
          { guard: 'keepsLease', target: 'working', actions: ['advance', 'advance'] },
          { target: 'requesting', actions: ['releaseStream', 'advance'] },
        ];
      }),
    },
    {
      name: 'an exchange that lets nobody go',
      property: 'deadlock-freedom',
      family: decodePipeline,
      given: { dies: 2 },
      replaced: exchange,
      by: mutantOf(exchange, ({ states }) => {
        states.gathering!.on = { ARRIVE: { actions: 'count' } };
      }),
    },
    {
      name: 'a rank that does not wait for its second microbatch',
      property: 'specified-reception',
      family: decodePipeline,
      given: { dies: 1 },
      replaced: rank,
      by: mutantOf(rank, ({ states }) => {
        states.running!.on = { MICROBATCH_ENDED: { target: 'sampling' } };
      }),
    },
    {
      name: 'a die that computes on what is there',
      property: 'computes-on-all-flags',
      family: moeLayerRows,
      given: { dies: 2 },
      replaced: moeRank,
      by: mutantOf(moeRank, ({ states }) => {
        states.flagging!.after = { compute: { target: 'computing', actions: 'startOver' } };
      }),
    },
    {
      name: 'a window that counts results twice',
      property: 'no-more-results-than-copies',
      family: moeLayerRows,
      given: { dies: 2, tokens: 2 },
      replaced: rowWindow,
      by: mutantOf(rowWindow, ({ states }) => {
        states.open!.on!.RESULTS = { actions: ['countResults', 'countResults'] };
      }),
    },
  ])('$name violates $property', ({ property, family, given, replaced, by }) => {
    const network = withMachine(networkOf(family, given), replaced, by);
    const violation = explore(network, { until: property }).violations.find(
      (each) => each.property === property,
    );
    expect(violation).toBeDefined();
    expect(replay(network, violation!).isViolated).toBe(true);
  });
});
