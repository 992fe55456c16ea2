import { freeCores, type PoolContext } from '../../machines/die/core-pool.js';
import type { CorePoolWiring, PooledDie } from '../../machines/networks/core-pool/wiring.js';
import { type Cores, DIE_CORES, type Stream } from '../../src/cloudmatrix/paper/die.js';
import { always, monitor, type Property, reachable, type View } from '../../src/index.js';
import { kernelOrder } from './kernel-order.js';

const STREAMS: readonly Stream[] = ['attention', 'moe'];

/** Everything that must be true of the cores of dies, and of the kernels on them. */
export function corePoolProperties({ dies, shape }: CorePoolWiring): Property[] {
  const { idleDies, layers, rebalances } = shape;
  return [
    ...dies.flatMap((die) => [leasesWithinCores(die.pool), leasesAreHeld(die)]),
    ...dies.map(({ die, kernels, reads }) =>
      monitor(`kernel-order of die ${die}`, kernelOrder, { reads }, { from: kernels }),
    ),
    // Only a die without tokens has kernels of two layers ready at once; rebalancing keeps the first layer apart.
    ...witnesses(dies, idleDies > 0 && layers > (rebalances ? 2 : 1)),
  ];
}

/** Leases never exceed a stream's share, nor those of both streams the cores of the die. The margin is in cores. */
export function leasesWithinCores(pool: string): Property {
  return always(`leases-within-cores of ${pool}`, (view) => {
    const context = view.context<PoolContext>(pool);
    const ofStreams = Object.keys(context.shares).map((stream) => freeCores(context, stream));
    const held = (kind: keyof Cores) =>
      context.leases.reduce((sum, { cores }) => sum + (cores[kind] ?? 0), 0);
    const ofDie = { aic: DIE_CORES.aic - held('aic'), aiv: DIE_CORES.aiv - held('aiv') };
    return Math.min(...[...ofStreams, ofDie].flatMap((free) => Object.values(free)));
  });
}

const holdsCores = (view: View, kernel: string): boolean =>
  view.matches(kernel, 'running') || view.matches(kernel, 'waiting');

/** A kernel has a lease from its start to its end, and at no other time: none is lost, given back early or taken away. */
function leasesAreHeld({ pool, kernels }: PooledDie): Property {
  return always(`leases-are-held of ${pool}`, (view) => {
    const leased = view.context<PoolContext>(pool).leases.map(({ kernel }) => kernel);
    return (
      kernels
        .filter((kernel) => holdsCores(view, kernel))
        .sort()
        .join() === leased.join()
    );
  });
}

/** Witnesses: the situations that a pool exists for do occur. */
function witnesses(
  dies: readonly PooledDie[],
  /** Some die has several kernels of one stream ready at once. */
  kernelsCompete: boolean,
): Property[] {
  const kernels = dies.flatMap((die) => die.kernels);
  const leasesOf = (view: View, { pool }: PooledDie) => view.context<PoolContext>(pool).leases;
  const found = [
    reachable('all kernels end', (view) => kernels.every((kernel) => view.matches(kernel, 'ended'))),
    reachable('both streams of a die hold cores', (view) =>
      dies.some((die) =>
        STREAMS.every((stream) => leasesOf(view, die).some((lease) => lease.stream === stream)),
      ),
    ),
    reachable('a kernel waits for other dies on its cores', (view) =>
      kernels.some((kernel) => view.matches(kernel, 'waiting')),
    ),
  ];
  if (kernelsCompete) {
    found.push(
      reachable('a kernel waits for cores', (view) =>
        kernels.some((kernel) => view.matches(kernel, 'queued')),
      ),
    );
  }
  return found;
}
