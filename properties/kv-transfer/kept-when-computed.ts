import type { KvTransferWiring } from '../../machines/networks/kv-transfer/wiring.js';
import { always, type Property } from '../../src/index.js';
import { kvOf, poolOf } from './witness.js';

/** What the prefix cache of a prefill node keeps for others to read has been computed: a page that was only reserved holds nothing yet. */
export const keptWhenComputed = ({ transfers }: KvTransferWiring, node: string): Property =>
  always(`data-is-visible of ${node}`, {
    then: (view) =>
      poolOf(view, node).owners.every(
        (owners, page) => !owners.includes('cache') || kvOf(view, node)[page] !== null,
      ),
    // A request has pages in which nothing of it has been computed.
    hardCase: (view) =>
      transfers.some(({ prefill, source }) => prefill === node && view.matches(source, 'computing')),
  });
