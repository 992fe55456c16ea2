import type { EvsContext } from '../../machines/cache/evs-tier.js';
import type { ContextCacheWiring, WiredServer } from '../../machines/networks/context-cache/wiring.js';
import { always, leadsTo, monitor, type Property, type View } from '../../src/index.js';
import type { CacheCases } from './cache-cases.js';
import { evictsWhenFull } from './monitors/evicts-when-full.js';
import { oldestGoesFirst } from './monitors/oldest-goes-first.js';
import { toldWhatIsThere } from './monitors/told-what-is-there.js';
import { writtenThrough } from './monitors/written-through.js';
import { slotsOf } from './views.js';

/** What must be true of blocks in memory and in EVS behind it. */
export function evsClaims(wiring: ContextCacheWiring, cases: CacheCases): Property[] {
  const { instances, servers, evs, shape, storedBefore: stored } = wiring;
  const sdks = instances.flatMap((instance) => instance.sdks);
  const serverIds = servers.map(({ server }) => server);
  return [
    monitor(
      'told-what-is-there',
      toldWhatIsThere,
      { evs, stored },
      { from: [...sdks, ...serverIds, evs], hardCase: cases.askedForWhatIsInOneTier() },
    ),
    ...servers.map(flushed),
    ...(shape.evs > 0
      ? [
          monitor(
            'written-through',
            writtenThrough,
            { evs, stored },
            { from: [...serverIds, evs], hardCase: cases.fullOfDirtyBlocks() },
          ),
          keptAsWritten(wiring, cases),
          withinRoom(wiring, cases),
          monitor(
            'evicts-when-full',
            evictsWhenFull,
            { blocks: shape.evs, stored },
            {
              from: [evs],
              hardCase: cases.evsIsGivenMore((had) => had > 0 && had < shape.evs),
              ...(shape.evs > 1 ? {} : { notApplicable: 'it has no block, or is full' }),
            },
          ),
          monitor(
            'oldest-goes-first',
            oldestGoesFirst,
            { stored },
            {
              from: [evs],
              hardCase: cases.evsIsGivenMore((had) => had > 1 && had === shape.evs),
              ...(shape.evs > 1 ? {} : { notApplicable: 'it has one block at most' }),
            },
          ),
        ]
      : []),
    ...(shape.high > 0 ? servers.map((server) => belowThreshold(server, shape.high)) : []),
  ];
}

/** What a server was given to keep it copies to EVS, once. */
function flushed({ server }: WiredServer): Property {
  const isDirty = (view: View): boolean => slotsOf(view, server).some((slot) => slot.isDirty);
  return leadsTo(`flushed of ${server}`, isDirty, (view) => !isDirty(view));
}

/** What EVS has of a block is that block, whatever else was in the memory that it was copied from. */
function keptAsWritten({ evs }: ContextCacheWiring, cases: CacheCases): Property {
  const wrong = (view: View): number =>
    view.context<EvsContext>(evs).entries.findIndex(({ key, content }) => content?.key !== key);
  return always(
    `kept-as-written of ${evs}`,
    { then: (view) => wrong(view) < 0, hardCase: cases.copiedFromAmongOthers() },
    { about: (view) => ({ component: evs, path: ['entries', String(Math.max(wrong(view), 0)), 'content'] }) },
  );
}

/** EVS holds no more than it has room for. The margin is in blocks. */
function withinRoom({ evs, shape }: ContextCacheWiring, cases: CacheCases): Property {
  return always(`within-room of ${evs}`, {
    then: (view) => shape.evs - view.context<EvsContext>(evs).entries.length,
    hardCase: cases.evsIsGivenMore((had) => had === shape.evs),
  });
}

/** Above its threshold a server evicts as long as it has a block that may go: clean, read by nobody, and continued by no other one. */
function belowThreshold({ server }: WiredServer, high: number): Property {
  const isAbove = (view: View): boolean => {
    const used = slotsOf(view, server).filter(({ state }) => state !== 'free');
    const mayGo = used.some(
      ({ state, isDirty, readers, key }) =>
        state === 'complete' &&
        !isDirty &&
        readers.length === 0 &&
        used.every((other) => other.parent !== key),
    );
    return used.length > high && mayGo;
  };
  return leadsTo(`below-threshold of ${server}`, isAbove, (view) => !isAbove(view));
}
