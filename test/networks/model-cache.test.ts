/**
 * Goal: the model cache keeps its claims, each is put to the test, and each is violated by something that no other claim sees.
 * Method: the configurations that `check` explores, with exact counts so that a change of the model is noticed; faults and mutants of which one claim alone is
 * violated.
 */
import { describe, expect, it } from 'vitest';
import { assign, createMachine, sendTo } from 'xstate';
import { modelInstance } from '../../machines/cache/model-instance.js';
import { modelPool, type PoolContext, type ReadBlock } from '../../machines/cache/model-pool.js';
import { modelCache } from '../../properties/model-cache/family.js';
import { componentRef, type Configuration, configurationOf, explore } from '../../src/index.js';
import { configurationTable } from '../docs/computed-tables.js';
import { holdRegion } from '../docs/document.js';
import { expectAgreement } from '../support/agreement.js';
import { claimsViolated } from '../support/alone.js';
import { claimsWithoutFault } from '../support/claims.js';
import { exploredOnce } from '../support/explored-once.js';
import { expectNothingVacuous } from '../support/nothing-vacuous.js';
import { inThread } from '../support/in-thread.js';
import { mutantOf, withMachine } from '../support/mutant.js';

type Given = Parameters<ReturnType<typeof componentRef>>[0] & {
  readonly context: PoolContext;
  readonly event: ReadBlock;
};

const networkWith = (given: Configuration) => modelCache.build(configurationOf(modelCache, given), new Set());

const explored = exploredOnce(modelCache);

/** What each configuration that `check` explores exercises, in its order. */
const EXERCISES = [
  'versions come and go in a pool that has room for one copy: who needs another one waits until nobody loads',
  'versions come and go in a pool that has room for two',
  'all want the same model, of which a new version is published meanwhile',
];

describe('model-cache without faults', () => {
  it.each([
    [{ copies: 1 }, { states: 826, steps: 1_749, depth: 26, terminal: 4 }],
    [{ instances: 2 }, { states: 1_098, steps: 2_361, depth: 26, terminal: 6 }],
    [
      { instances: 3, models: 1, switches: 1, copies: 1 },
      { states: 2_501, steps: 5_995, depth: 20, terminal: 14 },
    ],
  ])('holds for %j', async (given, counts) => {
    const result = await explored(given);
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', ...counts });
  });

  it('has for each claim a configuration that puts it to the test', () =>
    expectNothingVacuous(modelCache.exhaustive, explored));

  it('is told in the document on serving', async () => {
    const results = await Promise.all(modelCache.exhaustive.map(explored));
    const rows = modelCache.exhaustive.map((given, at) => ({
      given,
      exercises: EXERCISES[at]!,
      result: results[at]!,
    }));
    await holdRegion('docs/serving.md', 'configurations:model-cache', configurationTable(modelCache, rows));
  });

  it('violates nothing in a campaign over random configurations', async () => {
    const { properties } = await inThread('runCampaign', modelCache.name, { seed: 384, runs: 5 });
    expect(properties.filter(({ verdict }) => verdict === 'holds-in-sample').length).toBeGreaterThan(0);
    expect(properties.filter(({ verdict }) => verdict === 'violated')).toEqual([]);
  });

  it('is seen alike by tables, by plain search and by walks', () => {
    expectAgreement(networkWith({ instances: 2, switches: 1 }));
  });
});

describe('parameters of model-cache that would change nothing are refused', () => {
  it.each([
    [
      { models: 3, instances: 1 },
      'at most 2 would be asked for (instances 1, switches 2). Give models at most 2',
    ],
    [{ copies: 4, models: 1 }, 'no more than 2 versions can be asked for (models, releases)'],
  ])('%j: %s', (given, reason) => {
    expect(() => networkWith(given)).toThrow(reason);
  });
});

describe('each claim of model-cache sees what no other one does', () => {
  it.each([
    ['missing-blocks', 'one-version'],
    ['reused-staging', 'blocks-in-their-places'],
    ['older-copy', 'switched-to-its-target'],
    ['no-room', 'within-pool'],
    ['not-woken', 'switch-ends'],
    ['never-let-go', 'nothing-held'],
    ['first-version', 'newest-when-told'],
    ['last-used-goes', 'least-used-version-goes'],
  ])('%s: %s', async (fault, claim) => {
    expect(await inThread('claimsViolatedBy', modelCache.name, fault)).toEqual([claim]);
  });

  it('a pool that lets an instance load what is still on its way: held-while-loaded', () => {
    const isThere = ({ waiting, content }: PoolContext) =>
      waiting.length > 0 && content.some(({ id }) => id.model === waiting[0]!.id.model);
    const hasty = mutantOf(modelPool, (chart) => {
      const [, ...others] = chart.states.idle!.always as object[];
      const serve = { guard: 'canServe', actions: ['tellHeld', 'strike'] };
      chart.states.idle!.always = [serve, ...others];
      chart.states.fetching!.always = serve;
    });
    const network = networkWith({ instances: 1, switches: 1, releases: 0 });
    const provided = createMachine(hasty.config, {
      ...hasty.implementations,
      guards: {
        ...hasty.implementations.guards,
        canServe: ({ context }: { readonly context: PoolContext }) => isThere(context),
      },
      actions: {
        ...hasty.implementations.actions,
        tellHeld: sendTo(
          componentRef(({ context }: Given) => context.waiting[0]!.from),
          { type: 'HELD' },
        ),
        strike: assign(({ context }: { readonly context: PoolContext }) => ({
          waiting: context.waiting.slice(1),
        })),
        answerBlock: sendTo(
          componentRef(({ event }: Given) => event.from),
          ({ event: { id, block } }: Given) => ({ type: 'BLOCK', block, holds: { ...id, block } }),
        ),
      },
    } as never);
    expect(claimsViolated(withMachine(network, modelPool, provided))).toEqual(['held-while-loaded']);
  });

  it('a pool that begins a copy twice: brought-in-once', () => {
    const twice = mutantOf(modelPool, (chart) => {
      const [serve, begin, other] = chart.states.idle!.always as { actions: unknown }[];
      chart.states.idle!.always = [serve, { ...begin, actions: ['tellBegun', 'tellBegun', 'begin'] }, other];
    });
    const healthy = networkWith({ instances: 1, switches: 1, releases: 0 });
    expect(claimsViolated(withMachine(healthy, modelPool, twice))).toEqual(['brought-in-once']);
  });

  it.each([{}, ...modelCache.exhaustive])(
    'instances that have nothing brought in ahead: only the witness of that, for %j',
    (given) => {
      const late = modelInstance.provide({ actions: { prefetch: assign({}) } });
      const { properties } = explore(withMachine(networkWith(given), modelInstance, late));
      expect(properties.filter(({ verdict }) => verdict !== 'holds').map(({ name }) => name)).toEqual([
        'a version is brought in while an instance still serves',
      ]);
    },
  );

  it('has a fault for each', () => {
    expect(claimsWithoutFault(modelCache)).toEqual([]);
  });
});
