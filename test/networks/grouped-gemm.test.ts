/**
 * The grouped GEMM on a matrix core and its vector cores. Without faults every expert with tokens is processed once, with exact
 * counts so that a change of the model is noticed. Each property that no fault violates is violated by a changed chart.
 */
import { describe, expect, it } from 'vitest';
import { assign, enqueueActions, sendTo } from 'xstate';
import { crossCoreFlag } from '../../machines/die/cross-core-flag.js';
import { gemmCube } from '../../machines/moe/gemm-cube.js';
import { gemmRows } from '../../machines/moe/gemm-rows.js';
import { gemmVector } from '../../machines/moe/gemm-vector.js';
import { groupedGemm } from '../../properties/grouped-gemm/family.js';
import { componentRef, type Configuration, configurationOf, explore, replay } from '../../src/index.js';
import { expectAgreement } from '../support/agreement.js';
import { inThread } from '../support/in-thread.js';
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
    expect(properties).toContainEqual(
      expect.objectContaining({ name: 'flag-within-limit of flag.0', margin: 0, hardCase: 'met' }),
    );
  });

  it('holds in a campaign over random configurations, and every witness is met', async () => {
    const result = await inThread('runCampaign', groupedGemm.name, { seed: 384, runs: 20 });
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

const TWO: Configuration = { experts: 2, vectors: 1, routing: 'any' };
const BOTH: Configuration = { experts: 2, vectors: 1, routing: 'all' };

/** By claim; the last of each keeps what is told, and drops what it is told of. */
const mutants = [
  {
    name: 'a flag that counts on, under a matrix core that does not look',
    property: 'flag-within-limit of flag.0',
    network: networkWith({ experts: 17, vectors: 1, routing: 'all' }, 'C5'),
    replaced: crossCoreFlag,
    by: mutantOf(crossCoreFlag, ({ on }) => {
      on!.SET = { actions: 'count' };
    }),
  },
  {
    name: 'a matrix core that sets the flag for experts without tokens',
    property: 'flag-within-limit of flag.0',
    network: networkWith(TWO),
    replaced: gemmCube,
    by: mutantOf(gemmCube, ({ states }) => {
      const [last, empty, next] = states.choosing!.always as object[];
      states.choosing!.always = [last, { ...empty, actions: ['setFlags', 'nextExpert'] }, next];
    }),
  },
  {
    name: 'a flag that lets the vector core pass, and stays set',
    property: 'flag-within-limit of flag.0',
    network: networkWith(TWO),
    replaced: crossCoreFlag,
    by: crossCoreFlag.provide({
      actions: {
        letPass: enqueueActions(({ context, enqueue }) => {
          enqueue.assign({ sets: 1 });
          enqueue.sendTo(componentRef(context.waiter), { type: 'PASSED' });
        }),
      },
    }),
  },
  {
    name: 'a flag that takes a set, and does not count it',
    property: 'flag-within-limit of flag.0',
    network: networkWith(TWO),
    replaced: crossCoreFlag,
    by: crossCoreFlag.provide({ actions: { count: assign({}) } }),
  },
  {
    name: 'a vector core that skips an expert',
    property: 'experts-in-order of aiv.0',
    network: networkWith(TWO),
    replaced: gemmVector,
    by: gemmVector.provide({
      guards: { isEmpty: ({ context }) => context.expert === 0 || !context.busy.includes(context.expert) },
    }),
  },
  {
    name: 'a vector core that stores the result of an expert twice',
    property: 'experts-in-order of aiv.0',
    network: networkWith(TWO),
    replaced: gemmVector,
    by: mutantOf(gemmVector, ({ states }) => {
      states.processing!.after = {
        process: { target: 'choosing', actions: ['writeResult', 'writeResult', 'nextExpert'] },
      };
    }),
  },
  {
    name: 'a vector core that takes the flag for that of the next expert',
    property: 'experts-in-order of aiv.0',
    network: networkWith(BOTH),
    replaced: gemmVector,
    by: gemmVector.provide({
      actions: {
        readProduct: sendTo(
          componentRef(({ context }) => context.rows),
          ({ context: { expert, self } }) => ({ type: 'READ_PRODUCT', expert: 1 - expert, reader: self }),
        ),
      },
    }),
  },
  {
    name: 'a matrix core that computes an expert with the weights of another',
    property: 'experts-in-order of aiv.0',
    network: networkWith(TWO),
    replaced: gemmCube,
    by: gemmCube.provide({
      actions: {
        writeProduct: enqueueActions(({ context: { vectors, expert }, enqueue }) => {
          for (const { rows } of vectors)
            enqueue.sendTo(componentRef(rows), { type: 'WRITE_PRODUCT', expert, product: 0 });
        }),
      },
    }),
  },
  {
    name: 'cores that both leave out the first expert that has tokens',
    property: 'experts-in-order of aiv.0',
    network: networkWith(TWO),
    replaced: gemmCube,
    by: gemmCube.provide({
      actions: {
        noteRoute: assign({ busy: ({ event }) => (event.type === 'ROUTE' ? event.busy.slice(1) : []) }),
        tellRoute: enqueueActions(({ context, event, enqueue }) => {
          if (event.type !== 'ROUTE') return;
          enqueue.emit({ type: 'ROUTED', busy: event.busy });
          const rest = { type: 'ROUTE', busy: event.busy.slice(1) };
          for (const { core } of context.vectors) enqueue.sendTo(componentRef(core), rest);
        }),
      },
    }),
  },
  {
    name: 'a memory that tells of a product, and does not keep it',
    property: 'experts-in-order of aiv.0',
    network: networkWith(TWO),
    replaced: gemmRows,
    by: gemmRows.provide({
      actions: {
        storeProduct: enqueueActions(({ event, enqueue }) => {
          if (event.type !== 'WRITE_PRODUCT') return;
          enqueue.emit({ type: 'PRODUCT_STORED', expert: event.expert, product: event.product, over: null });
        }),
      },
    }),
  },
  {
    name: 'a vector core that gives two credits for a set',
    property: 'as-at-the-start',
    network: networkWith(TWO),
    replaced: gemmVector,
    by: mutantOf(gemmVector, ({ states }) => {
      states.waiting!.on = {
        PASSED: { target: 'processing', actions: ['giveCredit', 'giveCredit', 'readProduct'] },
      };
    }),
  },
  {
    name: 'a vector core that waits for one set more',
    property: 'as-at-the-start',
    network: networkWith(TWO),
    replaced: gemmVector,
    by: mutantOf(gemmVector, ({ states }) => {
      states.finished!.entry = 'waitForFlag';
    }),
  },
  {
    name: 'a matrix core that sets the flags once more when it has finished',
    property: 'as-at-the-start',
    network: networkWith(BOTH),
    replaced: gemmCube,
    by: mutantOf(gemmCube, ({ states }) => {
      states.finished!.entry = 'setFlags';
    }),
  },
  {
    name: 'a matrix core that is told of credits, and does not count them',
    property: 'as-at-the-start',
    network: networkWith(TWO),
    replaced: gemmCube,
    by: gemmCube.provide({ actions: { takeCredit: assign({}) } }),
  },
  {
    name: 'a matrix core that tells its vector cores nothing',
    property: 'finishes of aiv.0',
    network: networkWith(TWO),
    replaced: gemmCube,
    by: mutantOf(gemmCube, ({ states }) => {
      states.idle!.on!.ROUTE = { target: 'choosing', actions: 'noteRoute' };
    }),
  },
  {
    name: 'a flag that lets nobody pass who waits for it',
    property: 'finishes of aiv.0',
    network: networkWith(TWO),
    replaced: crossCoreFlag,
    by: mutantOf(crossCoreFlag, ({ states }) => {
      delete states.waited!.always;
    }),
  },
  {
    name: 'a vector core that looks again and again for an expert behind the last',
    property: 'finishes of aiv.0',
    network: networkWith(TWO),
    replaced: gemmVector,
    by: mutantOf(gemmVector, ({ states }) => {
      const [last, ...others] = states.choosing!.always as object[];
      states.choosing!.always = [{ ...last, target: 'looking' }, ...others];
      states.looking = { after: { process: 'choosing' } };
    }),
  },
  {
    name: 'a vector core that waits for experts without tokens',
    property: 'deadlock-freedom',
    network: networkWith(TWO),
    replaced: gemmVector,
    by: mutantOf(gemmVector, ({ states }) => {
      const [last, , next] = states.choosing!.always as object[];
      states.choosing!.always = [last, next];
    }),
  },
];

describe('mutants of grouped-gemm', () => {
  it.each(mutants)('$name: caught by $property', ({ property, network: healthy, replaced, by }) => {
    const network = withMachine(healthy, replaced, by);
    const violation = explore(network, { until: property, statesMax: 50_000 }).violations.find(
      (each) => each.property === property,
    );
    expect(violation).toBeDefined();
    expect(replay(network, violation!)).toMatchObject({ isViolated: true });
  });
});
