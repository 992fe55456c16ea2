import type { EvsContext } from '../../machines/cache/evs-tier.js';
import type { SdkContext } from '../../machines/cache/sdk-context.js';
import type { ContextCacheWiring } from '../../machines/networks/context-cache/wiring.js';
import { always, leadsTo, type Property, type View } from '../../src/index.js';
import { slotsOf } from './views.js';

/** What must be true of who stores. */
export function storingClaims(wiring: ContextCacheWiring): Property[] {
  const sdks = wiring.instances.flatMap((instance) => instance.sdks);
  return [
    ...sdks.map(storingEnds),
    ...sdks.map((sdk) => nothingLeft(wiring, sdk)),
    ...(isSureToStoreAll(wiring) ? [allStored(wiring)] : []),
  ];
}

const hasStored = (view: View, sdk: string): boolean =>
  view.matches(sdk, { storing: 'idle' }) || view.matches(sdk, { storing: 'dead' });

/** What is to be stored is stored, or given up, in the end. */
const storingEnds = (sdk: string): Property =>
  leadsTo(
    `storing-ends of ${sdk}`,
    (view) => !hasStored(view, sdk),
    (view) => hasStored(view, sdk),
  );

/** An SDK that stores nothing any more has nothing left to be stored: for each block it has asked, or there was no server to ask. */
function nothingLeft({ shape }: ContextCacheWiring, sdk: string): Property {
  const left = (view: View): number => view.context<SdkContext>(sdk).toStore.length;
  return always(`nothing-left of ${sdk}`, {
    then: (view) => !hasStored(view, sdk) || left(view) === 0,
    // Another block is left behind that which is stored, where chains have several.
    hardCase: (view) => left(view) > (shape.length > 1 ? 1 : 0),
  });
}

const keysOf = ({ chains }: ContextCacheWiring): string[] => [...new Set(chains.flat())];

/**
 * Whether nothing can go amiss, and there is room for everything, that is for each block and for each put that another one may take the place of, of another
 * instance or of the same one that tries again: it is discarded before there is space for the other one. Who takes a write for failed once tries again, and only
 * then gives up.
 */
function isSureToStoreAll(wiring: ContextCacheWiring): boolean {
  const { losses, deaths, timeouts, lost, quota, slots, evs, high, servers, joins, instances, ranks } =
    wiring.shape;
  const keys = keysOf(wiring).length;
  const isCalm = losses + deaths + quota + high === 0 && lost !== 'puts' && servers > joins;
  const overtaken = (instances - 1 + timeouts * instances) * ranks;
  return isCalm && timeouts < 2 && slots >= keys + overtaken && evs >= keys;
}

/** A write is on its way that its SDK waits for no longer. */
const isLate = (view: View, sdk: string): boolean => {
  const { posted, put } = view.context<SdkContext>(sdk);
  return posted.some((each) => each.put !== put?.put);
};

/** Where nothing goes amiss, and there is room for everything, EVS has every block of every chain in the end. */
function allStored(wiring: ContextCacheWiring): Property {
  const { instances, servers, evs, shape } = wiring;
  const keys = keysOf(wiring);
  const sdks = instances.flatMap((instance) => instance.sdks);
  return always('all-stored', {
    when: (view) =>
      instances.every(({ instance }) => view.matches(instance, 'finished')) &&
      instances.every(({ sdks }) => sdks.every((sdk) => view.matches(sdk, { storing: 'idle' }))) &&
      servers.every(({ server }) => slotsOf(view, server).every(({ isDirty }) => !isDirty)),
    then: (view) => {
      const { entries } = view.context<EvsContext>(evs);
      return keys.every((key) => entries.some((entry) => entry.key === key));
    },
    ...(shape.timeouts > 0 ? { hardCase: sdks.map((sdk) => (view: View) => isLate(view, sdk)) } : {}),
  });
}
