import type { Engines, PoolContext } from '../../machines/die/core-pool.js';
import type { KernelContext } from '../../machines/die/kernel.js';
import type { CorePoolWiring, PooledDie, PooledKernel } from '../../machines/networks/core-pool/wiring.js';
import { type Cores, DIE_CORES, STREAM_CORES, type Stream } from '../../src/cloudmatrix/paper/die.js';
import { always, leadsTo, monitor, type Property, reachable, type View } from '../../src/index.js';
import { kernelOrder } from './kernel-order.js';
import { kernelReads } from './kernel-reads.js';
import { leasedInOrder } from './leased-in-order.js';

const STREAMS: readonly Stream[] = ['attention', 'moe'];
const KINDS = ['aic', 'aiv'] as const;

/** Everything that must be true of the cores of dies, and of the kernels on them. */
export function corePoolProperties({ dies, shape }: CorePoolWiring): Property[] {
  const { idleDies, layers, rebalances, hasAttention } = shape;
  // Rebalancing keeps the first layer apart.
  const layersBeside = rebalances ? layers - 1 : layers;
  return [
    ...dies.flatMap((each) => [
      coresWithinShares(each, hasAttention, each.die < idleDies && layersBeside > 1),
      leasesAreHeld(each),
      kernelsInOrder(each, each.die < idleDies),
      // Elsewhere kernels of a stream that wait at the same time need the same cores, so that none could overtake.
      ...(each.die < idleDies && layersBeside > 2 ? [leasedInTheirOrder(each)] : []),
      ...(each.die < idleDies && layersBeside > 1 && hasAttention ? [waitsForItsOwnStream(each)] : []),
      kernelsRunOnce(each),
      waitsForAllDies(each, dies),
      ...each.kernels.map(getsItsCores),
      asAtTheStart(each, dies),
    ]),
    // Only a die without tokens has kernels of two layers ready at once.
    ...witnesses(dies, hasAttention, idleDies > 0 && layersBeside > 1),
  ];
}

const isOnCores = (view: View, { id }: PooledKernel): boolean => view.hasTag(id, 'on-cores');
const hasEnded = (view: View, { id }: PooledKernel): boolean => view.matches(id, 'ended');
const contextOf = (view: View, { id }: PooledKernel): KernelContext => view.context<KernelContext>(id);

const isStreamOnCores = (view: View, kernels: readonly PooledKernel[], stream: Stream): boolean =>
  kernels.some((kernel) => isOnCores(view, kernel) && contextOf(view, kernel).stream === stream);

/**
 * What kernels run on never exceeds their stream's share, nor that of both streams the cores of the die (docs/paper/facts.md 1 and 6). The margin is in
 * cores.
 */
function coresWithinShares(
  { pool, kernels }: PooledDie,
  hasAttention: boolean,
  kernelsCompete: boolean,
): Property {
  return always(`leases-within-cores of ${pool}`, {
    then: (view) => {
      const running = kernels
        .filter((kernel) => isOnCores(view, kernel))
        .map((kernel) => contextOf(view, kernel));
      const used = (kind: (typeof KINDS)[number], streams: readonly Stream[]) =>
        running
          .filter(({ stream }) => streams.includes(stream))
          .reduce((sum, { cores }) => sum + cores[kind], 0);
      return Math.min(
        ...KINDS.flatMap((kind) => [
          ...STREAMS.map((stream) => STREAM_CORES[stream][kind] - used(kind, [stream])),
          DIE_CORES[kind] - used(kind, STREAMS),
        ]),
      );
    },
    hardCase: (view) =>
      hasAttention
        ? STREAMS.every((stream) => isStreamOnCores(view, kernels, stream))
        : kernels.some(({ id }) => view.matches(id, 'queued')),
    ...(hasAttention || kernelsCompete ? {} : { notApplicable: 'its kernels follow each other' }),
  });
}

/** By the books of a pool: leases never exceed a stream's share, nor those of both streams the cores of the die. The margin is in cores. */
export function leasesWithinCores(pool: string): Property {
  return always(`leases-within-cores of ${pool}`, (view) => {
    const { shares, leases } = view.context<PoolContext>(pool);
    const held = (kind: string, streams: readonly string[]) =>
      leases
        .filter(({ stream }) => streams.includes(stream))
        .reduce((sum, { cores }) => sum + (cores[kind] ?? 0), 0);
    return Math.min(
      ...Object.entries(shares).flatMap(([stream, share]) =>
        Object.entries(share).map(([kind, cores]) => cores - held(kind, [stream])),
      ),
      ...KINDS.map((kind) => DIE_CORES[kind] - held(kind, Object.keys(shares))),
    );
  });
}

const streamOf = ({ operation }: PooledKernel): Stream => (operation === 'attention' ? 'attention' : 'moe');

/** What an operation runs on: attention on all cores of its stream, experts on the matrix cores of theirs, what moves data on the vector cores (docs/paper/facts.md 6). */
function coresOf({ operation }: PooledKernel): Cores {
  if (operation === 'attention') return STREAM_CORES.attention;
  const { aic, aiv } = STREAM_CORES.moe;
  return operation === 'experts' ? { aic, aiv: 0 } : { aic: 0, aiv };
}

/**
 * A kernel has a lease of all cores that its operation runs on from its start to its end, and at no other time: none is lost, given back early or
 * taken away, and none is short of cores that its work is divided among.
 */
function leasesAreHeld({ pool, kernels }: PooledDie): Property {
  const told = (id: string, stream: string, cores: Engines) =>
    [id, stream, ...KINDS.map((kind) => cores[kind] ?? 0)].join(' ');
  return always(`leases-are-held of ${pool}`, {
    then: (view) => {
      const leased = view
        .context<PoolContext>(pool)
        .leases.map(({ kernel, stream, cores }) => told(kernel, stream, cores));
      return (
        kernels
          .filter((kernel) => isOnCores(view, kernel))
          .map((kernel) => told(kernel.id, streamOf(kernel), { ...coresOf(kernel) }))
          .sort()
          .join() === leased.join()
      );
    },
    // It could give its cores back, as it only polls.
    hardCase: (view) => kernels.some(({ id }) => view.matches(id, 'waiting')),
  });
}

function kernelsInOrder({ die, pool, kernels }: PooledDie, isIdle: boolean): Property {
  const reads = kernelReads(kernels, isIdle);
  const byId = new Map(kernels.map((kernel) => [kernel.id, kernel]));
  return monitor(
    `kernel-order of die ${die}`,
    kernelOrder,
    { reads },
    {
      from: [pool],
      // A kernel waits for one whose result it reads, which has its cores.
      hardCase: (view) =>
        kernels.some(
          ({ id }) =>
            view.matches(id, 'blocked') && reads[id]!.some((read) => isOnCores(view, byId.get(read)!)),
        ),
    },
  );
}

/** Kernels of a stream get their cores in the order in which they ask, whatever there are cores for. */
function leasedInTheirOrder({ pool, kernels }: PooledDie): Property {
  const streams = Object.fromEntries(kernels.map((kernel) => [kernel.id, streamOf(kernel)]));
  return monitor(
    `leased-in-order of ${pool}`,
    leasedInOrder,
    { streams },
    {
      from: [pool],
      // A kernel waits for cores, and one of its stream that asks after it needs others, which nobody holds.
      hardCase: (view) => {
        const isFree = (kind: (typeof KINDS)[number], stream: Stream) =>
          kernels.every((each) => {
            const { stream: of, cores } = contextOf(view, each);
            return of !== stream || cores[kind] === 0 || !isOnCores(view, each);
          });
        return kernels.some(
          (first) =>
            view.matches(first.id, 'queued') &&
            kernels.some((later) => {
              const { stream, cores } = contextOf(view, later);
              return (
                view.matches(later.id, 'ready') &&
                stream === contextOf(view, first).stream &&
                KINDS.every((kind) => cores[kind] === 0 || isFree(kind, stream))
              );
            }),
        );
      },
    },
  );
}

/** A kernel that waits for cores waits for one of its own stream: none holds up the other, whoever asked first (docs/paper/facts.md 6). */
function waitsForItsOwnStream({ pool, kernels }: PooledDie): Property {
  const isQueued = (view: View, stream: Stream) =>
    kernels.some((kernel) => streamOf(kernel) === stream && view.matches(kernel.id, 'queued'));
  const isBusy = (view: View, stream: Stream) =>
    kernels.some((kernel) => streamOf(kernel) === stream && isOnCores(view, kernel));
  return always(`waits-for-its-own-stream of ${pool}`, {
    then: (view) => STREAMS.every((stream) => !isQueued(view, stream) || isBusy(view, stream)),
    // A kernel waits for cores, and one of the other stream, of which nobody has any, is about to ask.
    hardCase: (view) =>
      isQueued(view, 'moe') &&
      !isBusy(view, 'attention') &&
      kernels.some((kernel) => streamOf(kernel) === 'attention' && view.matches(kernel.id, 'ready')),
  });
}

const ONLY_WAITS: readonly PooledKernel['operation'][] = ['dispatch-wait', 'combine-wait'];

/** A kernel that may be launched gets its cores, whoever else asks for some: the order of the pool starves nobody. */
const getsItsCores = (kernel: PooledKernel): Property =>
  leadsTo(
    `gets-its-cores of ${kernel.id}`,
    (view) => view.matches(kernel.id, 'ready') || view.matches(kernel.id, 'queued'),
    (view) => isOnCores(view, kernel) || hasEnded(view, kernel),
  );

/** Every kernel computes or sends once before it ends; those that only wait never do (docs/paper/facts.md 4.4). */
function kernelsRunOnce({ die, kernels }: PooledDie): Property {
  const due = ({ operation }: PooledKernel) => (ONLY_WAITS.includes(operation) ? 0 : 1);
  return always(`kernels-run-once of die ${die}`, {
    then: (view) =>
      kernels.every((kernel) => {
        const { runs } = contextOf(view, kernel);
        return hasEnded(view, kernel) ? runs === due(kernel) : runs <= due(kernel);
      }),
    hardCase: (view) => kernels.every((kernel) => hasEnded(view, kernel)),
  });
}

/** The kernel of a die that notifies those which wait. */
const NOTIFIES: Partial<Record<PooledKernel['operation'], PooledKernel['operation']>> = {
  'dispatch-wait': 'dispatch-notify',
  'combine-wait': 'combine-notify',
  rebalance: 'rebalance',
};

/** A die goes on only when all others have notified it, one without tokens, too (docs/paper/facts.md 4.4, step 3). */
function waitsForAllDies({ die, kernels }: PooledDie, dies: readonly PooledDie[]): Property {
  const peers = dies.filter((each) => each.die !== die).flatMap((each) => each.kernels);
  const waits = kernels
    .filter(({ operation }) => operation in NOTIFIES)
    .map((wait) => ({
      wait,
      notifies: peers.filter(
        ({ operation, layer }) => layer === wait.layer && operation === NOTIFIES[wait.operation],
      ),
    }));
  return always(`waits-for-all-dies of die ${die}`, {
    then: (view) =>
      waits.every(
        ({ wait, notifies }) =>
          !hasEnded(view, wait) || notifies.every((notify) => contextOf(view, notify).runs > 0),
      ),
    hardCase: (view) =>
      waits.some(
        ({ wait, notifies }) =>
          view.matches(wait.id, 'waiting') && notifies.some((notify) => contextOf(view, notify).runs === 0),
      ),
  });
}

/** Once all kernels of a die have ended, nobody holds its cores or waits for them, and no signal is left for the next step. */
function asAtTheStart({ die, pool, kernels }: PooledDie, dies: readonly PooledDie[]): Property {
  const peers = dies.filter((each) => each.die !== die).flatMap((each) => each.kernels);
  return always(`as-at-the-start of die ${die}`, {
    when: (view) => kernels.every((kernel) => hasEnded(view, kernel)),
    then: (view) => {
      const { leases, queue } = view.context<PoolContext>(pool);
      return (
        leases.length + queue.length === 0 &&
        kernels.every(
          (kernel) =>
            contextOf(view, kernel).signalsLeft === 0 &&
            peers.every(({ id }) => view.waiting(id, kernel.id).length === 0),
        )
      );
    },
  });
}

/** Witnesses: the situations that a pool exists for do occur. */
function witnesses(
  dies: readonly PooledDie[],
  hasAttention: boolean,
  /** Some die has several kernels of one stream ready at once. */
  kernelsCompete: boolean,
): Property[] {
  const kernels = dies.flatMap((die) => die.kernels);
  const found = [
    reachable('all kernels end', (view) => kernels.every((kernel) => hasEnded(view, kernel))),
    reachable('a kernel waits for other dies on its cores', (view) =>
      kernels.some(({ id }) => view.matches(id, 'waiting')),
    ),
  ];
  if (hasAttention) {
    found.push(
      reachable('both streams of a die hold cores', (view) =>
        dies.some((die) => STREAMS.every((stream) => isStreamOnCores(view, die.kernels, stream))),
      ),
    );
  }
  if (kernelsCompete) {
    found.push(
      reachable('a kernel waits for cores', (view) => kernels.some(({ id }) => view.matches(id, 'queued'))),
    );
  }
  return found;
}
