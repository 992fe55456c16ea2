import type { SdkContext } from '../../machines/cache/sdk-context.js';
import type { ContextCacheWiring } from '../../machines/networks/context-cache/wiring.js';
import { type Property, reachable, type View } from '../../src/index.js';
import { slotsOf } from './views.js';

/** Witnesses: what the cache is for does occur, and what makes it hard. */
export function witnesses({ instances, servers, shape }: ContextCacheWiring): Property[] {
  const sdks = instances.flatMap((instance) => instance.sdks);
  const inSomeSlot = (view: View, state: string): boolean =>
    servers.some(({ server }) => slotsOf(view, server).some((slot) => slot.state === state));
  const found = [
    reachable('all requests end, and everything is stored', (view) =>
      instances.every(
        ({ instance, sdks: ranks }) =>
          view.matches(instance, 'finished') && ranks.every((sdk) => view.matches(sdk, { storing: 'idle' })),
      ),
    ),
  ];
  // Somebody asks for what was stored before, and what is evicted can be had again.
  if (shape.evs > 0 && (shape.stored > 0 || shape.requests > 1 || instances.length > shape.tenants)) {
    found.push(
      reachable('an instance computes behind blocks that it has loaded', (view) =>
        instances.some(
          ({ instance, sdks: ranks }) =>
            view.matches(instance, 'computing') && view.context<SdkContext>(ranks[0]!).used > 0,
        ),
      ),
    );
  }
  if (shape.requests > 1) {
    found.push(
      reachable('a request waits for the pages of the one before', (view) =>
        instances.some(({ instance }) => view.matches(instance, 'awaitingPages')),
      ),
    );
  }
  if (shape.losses > 0) {
    const { server } = servers[0]!;
    found.push(
      reachable('a server is lost while a write is on its way to it', (view) =>
        sdks.some(
          (sdk) =>
            view.matches(server, 'lost') &&
            view.context<SdkContext>(sdk).posted.some(({ address }) => address.server === server),
        ),
      ),
    );
  }
  if (shape.timeouts > 0) {
    found.push(
      reachable('a put takes the place of one that is too slow', (view) => inSomeSlot(view, 'discarded')),
    );
  }
  return found;
}
