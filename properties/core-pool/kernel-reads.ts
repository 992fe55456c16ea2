import type { PooledKernel } from '../../machines/networks/core-pool/wiring.js';

type Read = readonly [operation: PooledKernel['operation'], layersBefore: 0 | 1];

/**
 * What each kernel reads, of its own layer or the one before (docs/paper/facts.md 4.2, 4.4 and 6): experts read what dispatch has brought, combine what experts
 * have computed, the dispatch of the next layer what combine has brought. Rebalancing moves weights that the experts of its layer have done with; where they
 * are from then on, the next layer's dispatch reads, and its experts read them. The two streams work on different microbatches.
 */
const READS: Readonly<Record<PooledKernel['operation'], readonly Read[]>> = {
  attention: [['attention', 1]],
  'dispatch-notify': [
    ['dispatch-wait', 1],
    ['combine-wait', 1],
    ['rebalance', 1],
  ],
  'dispatch-wait': [],
  experts: [
    ['dispatch-wait', 0],
    ['rebalance', 1],
  ],
  'combine-notify': [['experts', 0]],
  'combine-wait': [],
  rebalance: [['experts', 0]],
};

/** For each kernel of a die, those whose results it reads. One without tokens has none that combine could bring. */
export function kernelReads(
  kernels: readonly PooledKernel[],
  isIdle: boolean,
): Readonly<Record<string, readonly string[]>> {
  const readsOf = ({ operation, layer }: PooledKernel) =>
    READS[operation]
      .filter(([read]) => !(isIdle && read === 'combine-wait'))
      .flatMap(([read, before]) =>
        kernels.filter((each) => each.operation === read && each.layer === layer - before),
      )
      .map(({ id }) => id);
  return Object.fromEntries(kernels.map((kernel) => [kernel.id, readsOf(kernel)]));
}
