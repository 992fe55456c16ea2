/**
 * The leased cores of dies. Without faults every kernel gets its cores and ends, with exact counts so that a change of the model is
 * noticed. Each property that no fault violates is violated by a changed chart.
 */
import { describe, expect, it } from 'vitest';
import { corePool } from '../../machines/die/core-pool.js';
import { kernel } from '../../machines/die/kernel.js';
import { corePools } from '../../properties/core-pool/family.js';
import { DIE_CORES, STREAM_CORES } from '../../src/cloudmatrix/paper/die.js';
import { type Configuration, campaignAsync, configurationOf, explore, replay } from '../../src/index.js';
import { expectAgreement } from '../support/agreement.js';
import { mutantOf, withMachine } from '../support/mutant.js';

const networkWith = (given: Configuration) => corePools.build(configurationOf(corePools, given), new Set());

describe('core-pool without faults', () => {
  it.each([
    [
      { dies: 2, layers: 2, idleDies: 1 },
      { states: 30_475, steps: 137_735, depth: 49, terminal: 1 },
    ],
    [
      { dies: 2, layers: 2, idleDies: 1, rebalance: 'once' },
      { states: 8_100, steps: 30_360, depth: 55, terminal: 1 },
    ],
  ])('holds for %j', (given, counts) => {
    const result = explore(networkWith(given));
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', ...counts });
  });

  it('uses all vector cores of a die, and never more', () => {
    const { properties } = explore(networkWith({ dies: 2, layers: 1, idleDies: 0 }));
    expect(properties).toContainEqual({ name: 'leases-within-cores of pool.0', verdict: 'holds', margin: 0 });
  });

  it('splits all cores of a die between its streams', () => {
    const { attention, moe } = STREAM_CORES;
    expect({ aic: attention.aic + moe.aic, aiv: attention.aiv + moe.aiv }).toEqual(DIE_CORES);
  });

  it('holds in a campaign over random configurations, and every witness is met', async () => {
    const result = await campaignAsync(corePools, { seed: 384, runs: 10 });
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds-in-sample')).toEqual([]);
  });

  it('is seen alike by tables, by plain search and by walks', () => {
    expectAgreement(networkWith({ dies: 2, layers: 1, idleDies: 0 }));
  });

  it('refuses more idle dies than there are', () => {
    expect(() => configurationOf(corePools, { dies: 2, idleDies: 3 })).toThrow(
      '3 dies without tokens (idleDies) are more than there are (dies: 2). Lower idleDies or raise dies.',
    );
  });
});

const mutants = [
  {
    name: 'a pool that leases without looking',
    property: 'leases-within-cores of pool.0',
    replaced: corePool,
    by: mutantOf(corePool, ({ states }) => {
      states.open!.on!.REQUEST = { actions: 'lease' };
    }),
  },
  {
    name: 'a kernel that gives its cores back before it waits',
    property: 'leases-are-held of pool.0',
    replaced: kernel,
    by: mutantOf(kernel, ({ states }) => {
      states.waiting!.entry = 'release';
    }),
  },
  {
    name: 'a kernel that waits for no predecessor',
    property: 'kernel-order of die 0',
    replaced: kernel,
    by: mutantOf(kernel, ({ states }) => {
      states.blocked!.always = { target: 'ready' };
    }),
  },
];

describe('mutants of core-pool', () => {
  it.each(mutants)('$name is caught by $property', ({ property, replaced, by }) => {
    const network = withMachine(networkWith({ dies: 2, layers: 2, idleDies: 1 }), replaced, by);
    const violation = explore(network, { until: property }).violations.find(
      (each) => each.property === property,
    );
    expect(violation).toBeDefined();
    expect(replay(network, violation!)).toMatchObject({ isViolated: true });
  });
});
