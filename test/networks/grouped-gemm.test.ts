/**
 * The grouped GEMM on a matrix core and its vector cores. Without faults every expert with tokens is processed once, with exact
 * counts so that a change of the model is noticed. Each property that no fault violates is violated by a changed chart.
 */
import { describe, expect, it } from 'vitest';
import { crossCoreFlag } from '../../machines/die/cross-core-flag.js';
import { gemmCube } from '../../machines/moe/gemm-cube.js';
import { gemmVector } from '../../machines/moe/gemm-vector.js';
import { groupedGemm } from '../../properties/grouped-gemm/family.js';
import { type Configuration, campaignAsync, configurationOf, explore, replay } from '../../src/index.js';
import { expectAgreement } from '../support/agreement.js';
import { mutantOf, withMachine } from '../support/mutant.js';

const networkWith = (given: Configuration, ...faults: string[]) =>
  groupedGemm.build(configurationOf(groupedGemm, given), new Set(faults));

describe('grouped-gemm without faults', () => {
  it.each([
    [
      { experts: 5, vectors: 2, routing: 'any' },
      { states: 833, steps: 1_552, depth: 17, terminal: 32 },
    ],
    [
      { experts: 17, vectors: 2, routing: 'all' },
      { states: 2_075, steps: 5_561, depth: 53, terminal: 1 },
    ],
  ])('holds for %j', (given, counts) => {
    const result = explore(networkWith(given));
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', ...counts });
  });

  it('fills the flag to its limit, and no further', () => {
    const { properties } = explore(networkWith({ experts: 16, vectors: 1, routing: 'all' }));
    expect(properties).toContainEqual({ name: 'flag-within-limit', verdict: 'holds', margin: 0 });
  });

  it('holds in a campaign over random configurations, and every witness is met', async () => {
    const result = await campaignAsync(groupedGemm, { seed: 384, runs: 20 });
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds-in-sample')).toEqual([]);
  });

  it('is seen alike by tables, by plain search and by walks', () => {
    expectAgreement(networkWith({ experts: 3, vectors: 2, routing: 'any' }));
  });

  it('refuses any routing of many experts', () => {
    expect(() => configurationOf(groupedGemm, { experts: 9, routing: 'any' })).toThrow(
      "routing 'any' lets each of 9 experts have tokens or none: more than 256 ways. Lower experts to 8, or use another routing.",
    );
  });
});

describe('C5', () => {
  it('loses nothing with up to 16 experts that have tokens, however slow the vector core is', () => {
    expect(explore(networkWith({ experts: 16, vectors: 1, routing: 'all' }, 'C5')).verdict).toBe('holds');
    expect(explore(networkWith({ experts: 32, vectors: 1, routing: 'alternate' }, 'C5')).verdict).toBe(
      'holds',
    );
  });
});

const mutants = [
  {
    name: 'a flag that counts on, under a matrix core that does not look',
    property: 'flag-within-limit',
    network: networkWith({ experts: 17, vectors: 1, routing: 'all' }, 'C5'),
    replaced: crossCoreFlag,
    by: mutantOf(crossCoreFlag, ({ on }) => {
      on!.SET = { actions: 'count' };
    }),
  },
  {
    name: 'a matrix core that sets the flag for experts without tokens',
    property: 'experts-in-order of aiv.0',
    network: networkWith({ experts: 2, vectors: 1, routing: 'any' }),
    replaced: gemmCube,
    by: mutantOf(gemmCube, ({ states }) => {
      const [last, empty, next] = states.choosing!.always as object[];
      states.choosing!.always = [last, { ...empty, actions: ['handOver', 'nextExpert'] }, next];
    }),
  },
  {
    name: 'a vector core that waits for experts without tokens',
    property: 'deadlock-freedom',
    network: networkWith({ experts: 2, vectors: 1, routing: 'any' }),
    replaced: gemmVector,
    by: mutantOf(gemmVector, ({ states }) => {
      const [last, , next] = states.choosing!.always as object[];
      states.choosing!.always = [last, next];
    }),
  },
];

describe('mutants of grouped-gemm', () => {
  it.each(mutants)('$name is caught by $property', ({ property, network: healthy, replaced, by }) => {
    const network = withMachine(healthy, replaced, by);
    const violation = explore(network, { until: property }).violations.find(
      (each) => each.property === property,
    );
    expect(violation).toBeDefined();
    expect(replay(network, violation!)).toMatchObject({ isViolated: true });
  });
});
