/**
 * The leased cores of dies. Without faults every kernel gets its cores and ends, with exact counts so that a change of the model is
 * noticed. Each property that no fault violates is violated by a changed chart.
 */
import { describe, expect, it } from 'vitest';
import { assign, enqueueActions } from 'xstate';
import { corePool, type Engines, type PoolContext, type Request } from '../../machines/die/core-pool.js';
import { kernel } from '../../machines/die/kernel.js';
import { corePools } from '../../properties/core-pool/family.js';
import { DIE_CORES, STREAM_CORES } from '../../src/cloudmatrix/paper/die.js';
import {
  componentRef,
  type Configuration,
  configurationOf,
  defineNetwork,
  explore,
  replay,
} from '../../src/index.js';
import { expectAgreement } from '../support/agreement.js';
import { inThread } from '../support/in-thread.js';
import { mailbox } from '../support/mail.js';
import { mutantOf, withMachine } from '../support/mutant.js';
import { sharingFamily } from '../support/sharing.js';
import { Run } from '../support/run.js';

const networkWith = (given: Configuration, family = corePools) =>
  family.build(configurationOf(family, given), new Set());

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
    // A kernel waits here for vector cores while there are matrix cores for one that asks after it.
    [
      { dies: 2, layers: 3, idleDies: 1, streams: 'moe' },
      { states: 7_841, steps: 27_877, depth: 61, terminal: 1 },
    ],
  ])('holds for %j', (given, counts) => {
    const result = explore(networkWith(given));
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([]);
    expect(result).toMatchObject({ verdict: 'holds', ...counts });
  });

  it('uses all vector cores of a die, and never more', () => {
    const { properties } = explore(networkWith({ dies: 2, layers: 1, idleDies: 0 }));
    expect(properties).toContainEqual(
      expect.objectContaining({ name: 'leases-within-cores of pool.0', verdict: 'holds', margin: 0 }),
    );
  });

  it('splits all cores of a die between its streams', () => {
    const { attention, moe } = STREAM_CORES;
    expect({ aic: attention.aic + moe.aic, aiv: attention.aiv + moe.aiv }).toEqual(DIE_CORES);
  });

  it('holds in a campaign over random configurations, and every witness is met', async () => {
    const result = await inThread('runCampaign', corePools.name, { seed: 384, runs: 10 });
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

/** Whoever else asks at the same time: in the graphs of kernels there are few orders of requests that tell. */
describe('a pool alone', () => {
  const KERNELS = ['first', 'second', 'third', 'other'];
  const ask = (kernel: string, stream: string, cores: Engines): Request => ({
    type: 'REQUEST',
    kernel,
    stream,
    cores,
  });
  const run = () =>
    new Run(
      defineNetwork({
        name: 'a pool alone',
        components: {
          pool: {
            machine: corePool,
            input: { shares: STREAM_CORES },
            stimuli: [
              ask('first', 'moe', { aiv: 16 }),
              ask('second', 'moe', { aiv: 16 }),
              ask('third', 'moe', { aic: 8 }),
              ask('other', 'attention', { aiv: 16 }),
              { type: 'RELEASE', kernel: 'first' },
            ],
          },
          ...Object.fromEntries(KERNELS.map((kernel) => [kernel, mailbox('LEASED')])),
        },
        channels: { default: { kind: 'sync' } },
      }),
    );
  const leased = ({ view }: Run) => KERNELS.filter((kernel) => view.matches(kernel, 'LEASED'));
  const [FIRST, SECOND, THIRD, OTHER, RELEASE] = run().enabled() as [string, string, string, string, string];

  it('grants the requests of a stream in the order in which they came, though there are cores for a later one', () => {
    const at = run().take(FIRST, SECOND, THIRD);
    expect(leased(at)).toEqual(['first']);
    expect(leased(at.take(RELEASE))).toEqual(['first', 'second', 'third']);
  });

  it('lets no stream wait for another', () => {
    expect(leased(run().take(FIRST, SECOND, OTHER))).toEqual(['first', 'other']);
  });
});

const SMALL: Configuration = { dies: 2, layers: 1, idleDies: 0 };
const COMPETING: Configuration = { dies: 2, layers: 2, idleDies: 1 };
const OVERLAPPING: Configuration = { dies: 2, layers: 3, idleDies: 1, streams: 'moe' };

/** By claim; the last of each keeps what is told, and drops what it is told of. */
const mutants = [
  {
    name: 'a pool that leases without looking',
    property: 'leases-within-cores of pool.0',
    given: COMPETING,
    replaced: corePool,
    by: mutantOf(corePool, ({ states }) => {
      states.open!.on!.REQUEST = { actions: 'lease' };
    }),
  },
  {
    name: 'a pool that counts matrix cores only',
    property: 'leases-within-cores of pool.0',
    given: COMPETING,
    replaced: corePool,
    by: corePool.provide({
      guards: {
        isServedAtOnce: ({ context, event }) =>
          event.type === 'REQUEST' &&
          context.leases.every(({ cores }) => cores.aic !== 8 || event.cores.aic !== 8),
      },
    }),
  },
  {
    name: 'a pool that lets kernels run, and keeps no books',
    property: 'leases-within-cores of pool.0',
    given: COMPETING,
    replaced: corePool,
    by: corePool.provide({
      actions: {
        lease: enqueueActions(({ event, enqueue }) => {
          enqueue.emit({ type: 'CORES_LEASED', kernel: event.kernel });
          enqueue.sendTo(componentRef(event.kernel), { type: 'LEASED' });
        }),
      },
    }),
  },
  {
    name: 'a kernel that gives its cores back before it waits',
    property: 'leases-are-held of pool.0',
    given: SMALL,
    replaced: kernel,
    by: mutantOf(kernel, ({ states }) => {
      states.waiting!.entry = 'release';
    }),
  },
  {
    name: 'a kernel that runs without asking for cores',
    property: 'leases-are-held of pool.0',
    given: SMALL,
    replaced: kernel,
    by: mutantOf(kernel, ({ states }) => {
      states.ready!.after = { launch: 'running' };
    }),
  },
  {
    name: 'a pool that takes back from whoever is first',
    property: 'leases-are-held of pool.0',
    given: SMALL,
    replaced: corePool,
    by: corePool.provide({
      actions: { takeBack: assign({ leases: ({ context }) => context.leases.slice(1) }) },
    }),
  },
  {
    name: 'a pool that tells of cores that come back, and keeps them leased',
    property: 'leases-are-held of pool.0',
    given: SMALL,
    replaced: corePool,
    by: mutantOf(corePool, ({ states }) => {
      states.open!.on!.RELEASE = { actions: 'tellReturned' };
    }),
  },
  {
    name: 'a kernel that waits for no predecessor',
    property: 'kernel-order of die 0',
    given: SMALL,
    replaced: kernel,
    by: mutantOf(kernel, ({ states }) => {
      states.blocked!.always = { target: 'ready' };
    }),
  },
  {
    name: 'a kernel that waits for the first of its predecessors only',
    property: 'kernel-order of die 0',
    given: { dies: 2, layers: 2, idleDies: 0 },
    replaced: kernel,
    by: kernel.provide({
      guards: {
        hasNoPredecessorLeft: ({ context }) => context.predecessorsLeft < Math.max(1, context.predecessors),
      },
    }),
  },
  {
    name: 'a kernel that tells its successors at its start',
    property: 'kernel-order of die 0',
    given: SMALL,
    replaced: kernel,
    by: mutantOf(kernel, ({ states }) => {
      states.running!.entry = 'startSuccessors';
      states.waiting!.always = { guard: 'hasAllSignals', target: 'ended', actions: 'release' };
    }),
  },
  {
    name: 'a kernel that is launched again when it has ended',
    property: 'kernel-order of die 0',
    given: SMALL,
    replaced: kernel,
    by: mutantOf(kernel, ({ states }) => {
      states.ended!.after = { launch: { target: 'queued', actions: 'request' } };
    }),
  },
  {
    name: 'kernels that end when they have their cores',
    property: 'kernels-run-once of die 0',
    given: SMALL,
    replaced: kernel,
    by: kernel.provide({ guards: { onlyWaits: ({ context }) => context.signals.length === 0 } }),
  },
  {
    name: 'a kernel that runs twice on the same cores',
    property: 'kernels-run-once of die 0',
    given: SMALL,
    replaced: kernel,
    by: mutantOf(kernel, ({ states }) => {
      states.running!.after = { run: { target: 'again', actions: ['countRun', 'signalPeers'] } };
      states.again = { after: { run: { target: 'waiting', actions: 'countRun' } } };
    }),
  },
  {
    name: 'a kernel that signals what it has not computed',
    property: 'kernels-run-once of die 0',
    given: SMALL,
    replaced: kernel,
    by: mutantOf(kernel, ({ states }) => {
      states.running!.after = { run: { target: 'waiting', actions: 'signalPeers' } };
    }),
  },
  {
    name: 'a kernel that does not wait for other dies',
    property: 'waits-for-all-dies of die 0',
    given: SMALL,
    replaced: kernel,
    by: kernel.provide({ guards: { hasAllSignals: () => true } }),
  },
  {
    name: 'a kernel that waits for one die of two',
    property: 'waits-for-all-dies of die 0',
    given: { dies: 3, layers: 1, idleDies: 0 },
    replaced: kernel,
    by: kernel.provide({ guards: { hasAllSignals: ({ context }) => context.signalsLeft < 2 } }),
  },
  {
    name: 'a kernel that signals its first peer twice, and the other never',
    property: 'waits-for-all-dies of die 0',
    given: { dies: 3, layers: 1, idleDies: 0 },
    replaced: kernel,
    by: kernel.provide({
      actions: {
        signalPeers: enqueueActions(({ context, enqueue }) => {
          for (const _ of context.signals)
            enqueue.sendTo(componentRef(context.signals[0]!), { type: 'SIGNAL' });
        }),
      },
    }),
  },
  {
    name: 'a kernel that signals before it has sent',
    property: 'waits-for-all-dies of die 0',
    given: SMALL,
    replaced: kernel,
    by: mutantOf(kernel, ({ states }) => {
      states.running!.entry = 'signalPeers';
      states.running!.after = { run: { target: 'waiting', actions: 'countRun' } };
    }),
  },
  {
    name: 'a pool that leases cores, and does not tell whom',
    property: 'gets-its-cores of die.0.attention.0',
    given: SMALL,
    replaced: corePool,
    by: corePool.provide({
      actions: {
        lease: enqueueActions(({ event, enqueue }) => {
          if (event.type === 'REQUEST') enqueue.emit({ type: 'CORES_LEASED', kernel: event.kernel });
        }),
      },
    }),
  },
  {
    name: 'a pool that has everybody wait',
    property: 'gets-its-cores of die.0.attention.0',
    given: SMALL,
    replaced: corePool,
    by: corePool.provide({ guards: { isServedAtOnce: () => false, canServeNext: () => false } }),
  },
  {
    name: 'a kernel that gives its cores back unused, and asks again',
    property: 'gets-its-cores of die.0.attention.0',
    given: SMALL,
    replaced: kernel,
    by: mutantOf(kernel, ({ states }) => {
      states.queued!.on!.LEASED = { target: 'ready', actions: 'release' };
    }),
  },
  {
    name: 'a kernel that signals every peer twice',
    property: 'as-at-the-start of die 0',
    given: SMALL,
    replaced: kernel,
    by: mutantOf(kernel, ({ states }) => {
      states.running!.after = {
        run: { target: 'waiting', actions: ['countRun', 'signalPeers', 'signalPeers'] },
      };
    }),
  },
  {
    name: 'a kernel without successors that keeps its cores',
    property: 'as-at-the-start of die 0',
    given: SMALL,
    replaced: kernel,
    by: mutantOf(kernel, ({ states }) => {
      states.waiting!.always = { guard: 'hasAllSignals', target: 'ended', actions: 'startSuccessors' };
    }),
    only: ['die.0.combine-wait.0'],
  },
  {
    name: 'a pool that tells that the last kernel has given its cores back, and keeps them leased',
    property: 'as-at-the-start of die 0',
    given: SMALL,
    replaced: corePool,
    by: corePool.provide({
      actions: {
        takeBack: assign({
          leases: ({ context, event }) =>
            context.leases.filter(({ kernel }) => kernel !== event.kernel || kernel.includes('combine-wait')),
        }),
      },
    }),
  },
];

describe('mutants of core-pool', () => {
  it.each(mutants)('$name: caught by $property', ({ property, given, replaced, by, only }) => {
    const network = withMachine(networkWith(given, sharingFamily(corePools)), replaced, by, only);
    const violation = explore(network, { until: property, statesMax: 50_000 }).violations.find(
      (each) => each.property === property,
    );
    expect(violation).toBeDefined();
    expect(replay(network, violation!)).toMatchObject({ isViolated: true });
  });
});

/** What a pool of a die with three layers of kernels that overlap might get wrong. */
const overtaking = [
  {
    name: 'a pool that leases at once what there are cores for, whoever waits',
    by: corePool.provide({
      guards: { isServedAtOnce: ({ context, event }) => event.type === 'REQUEST' && fits(context, event) },
    }),
  },
  {
    name: 'a pool that goes on to the first that there are cores for',
    by: corePool.provide({
      guards: {
        isServedAtOnce: () => false,
        canServeNext: ({ context }) => context.queue.some((each) => fits(context, each)),
      },
      actions: {
        leaseToNext: enqueueActions(({ context, enqueue }) => {
          const lease = context.queue.find((each) => fits(context, each))!;
          enqueue.emit({ type: 'CORES_LEASED', kernel: lease.kernel });
          enqueue.assign({
            queue: context.queue.filter((each) => each !== lease),
            leases: [...context.leases, lease].sort((one, other) => (one.kernel < other.kernel ? -1 : 1)),
          });
          enqueue.sendTo(componentRef(lease.kernel), { type: 'LEASED' });
        }),
      },
    }),
  },
  {
    name: 'a pool that serves first who has come last',
    by: corePool.provide({
      actions: {
        queueUp: assign(({ context, event }) =>
          event.type === 'REQUEST'
            ? {
                queue: [{ kernel: event.kernel, stream: event.stream, cores: event.cores }, ...context.queue],
              }
            : {},
        ),
      },
    }),
  },
];

function fits(
  { shares, leases }: PoolContext,
  { stream, cores }: Pick<Request, 'stream' | 'cores'>,
): boolean {
  const held = (kind: string) =>
    leases.reduce((sum, lease) => sum + (lease.stream === stream ? (lease.cores[kind] ?? 0) : 0), 0);
  return Object.entries(cores).every(([kind, asked]) => held(kind) + asked <= shares[stream]![kind]!);
}

describe('pools that let a kernel overtake another', () => {
  it.each(overtaking)('$name: caught by leased-in-order, and by nothing else', ({ by }) => {
    const network = withMachine(networkWith(OVERLAPPING, sharingFamily(corePools)), corePool, by);
    const { violations } = explore(network, { afterViolation: 'continue' });
    expect(violations.map(({ property }) => property)).toEqual(['leased-in-order of pool.0']);
    expect(replay(network, violations[0]!)).toMatchObject({ isViolated: true });
  });
});

describe('faults that one claim sees', () => {
  it.each([
    ['half-the-cores', 'leases-are-held', ['pool.0', 'pool.1']],
    ['one-queue', 'waits-for-its-own-stream', ['pool.0']],
    ['weights-moved-under-experts', 'kernel-order', ['die 0', 'die 1']],
  ])('%s: %s, and no other', (fault, claim, of) => {
    const family = sharingFamily(corePools);
    const { configuration } = family.faults[fault]!;
    const network = family.build(configurationOf(family, configuration!), new Set([fault]));
    const { violations } = explore(network, { afterViolation: 'continue' });
    expect(violations.map(({ property }) => property).sort()).toEqual(
      of.map((each) => `${claim} of ${each}`),
    );
  });
});
