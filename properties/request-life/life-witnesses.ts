import { promptOf } from '../../machines/networks/request-life/parameters.js';
import type { RequestLifeWiring } from '../../machines/networks/request-life/wiring.js';
import { type Property, reachable } from '../../src/index.js';
import { mayFailForGood } from './ends-as-told.js';
import { batchOf, isDead, pagesOf, tasksOf } from './situations.js';

/** Witnesses: what the claims speak of does happen. */
export function witnesses({ shape, clients, prefills, decodes }: RequestLifeWiring): Property[] {
  const { requests, aborts, by, deaths, of } = shape;
  // Pages of two requests, and of one that grows.
  const pagesOfTwo = promptOf(shape, 0) + shape.prompt + shape.growth;
  const found = [
    reachable('a request is done', (view) => clients.some((client) => view.matches(client, 'done'))),
    reachable('KV is stored when its reader has not read it yet', (view) =>
      prefills.some((node) => tasksOf(view, node).some(({ isStored, isRead }) => isStored && !isRead)),
    ),
  ];
  // With fewer, each may have a decode node of its own.
  if (requests > decodes.length && pagesOfTwo <= shape.pages) {
    found.push(
      reachable('a request is prefilled while another is decoded', (view) =>
        decodes.some(
          (node) =>
            batchOf(view, node).length > 0 &&
            node.receivers.some((id) => view.matches(id, { alive: 'routed' })),
        ),
      ),
    );
  }
  if (promptOf(shape, 0) + shape.growth > shape.pages || mayFailForGood(shape)) {
    found.push(
      reachable('a request has failed', (view) => clients.some((client) => view.matches(client, 'failed'))),
    );
  }
  if (aborts > 0 && (by === 'any' || by === 'client' || by === 'decode')) {
    found.push(
      reachable('a transfer is on its way when its request is over', (view) =>
        decodes.some((node) =>
          pagesOf(view, node).pages.some(({ request, transfer }) => request === null && transfer !== null),
        ),
      ),
    );
  }
  if (deaths > 0 && (of === 'prefill' || (of === 'any' && prefills.length > 1))) {
    found.push(
      reachable('a prefill node has died, and a request is done', (view) =>
        prefills.some((node) => isDead(view, node) && clients.some((client) => view.matches(client, 'done'))),
      ),
    );
  }
  return found;
}
