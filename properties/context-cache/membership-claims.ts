import type { ControllerContext, ViewChanged } from '../../machines/cache/mp-controller.js';
import type { SdkContext } from '../../machines/cache/sdk-context.js';
import type { ServerContext } from '../../machines/cache/server-context.js';
import type { MemoryContext } from '../../machines/cache/server-memory.js';
import type { ContextCacheWiring, WiredServer } from '../../machines/networks/context-cache/wiring.js';
import { always, leadsTo, type Property, type View } from '../../src/index.js';
import { isServing } from './views.js';

/** What must be true of the servers among which keys are placed, and of what is known of them. */
export function membershipClaims(wiring: ContextCacheWiring): Property[] {
  const { servers, instances, controller, shape } = wiring;
  const sdks = instances.flatMap((instance) => instance.sdks);
  const changes = shape.losses + shape.joins > 0;
  return [
    ...servers.map((server) => membersServe(server, controller)),
    ...(changes ? sdks.map((sdk) => viewArrives(controller, sdk)) : []),
    ...(changes ? sdks.map((sdk) => viewsInTurn(wiring, sdk)) : []),
  ];
}

const viewOf = (view: View, controller: string): ControllerContext['view'] =>
  view.context<ControllerContext>(controller).view;

/**
 * The controller places keys on a server that serves, with the epoch that the server and its memory know; on one that was lost until it has noticed, and not from
 * then on.
 */
function membersServe({ server, memory, joins, mayBeLost }: WiredServer, controller: string): Property {
  const isAway = (view: View): boolean => !isServing(view, server);
  return always(`members-serve of ${server}`, {
    then: (view) => {
      const member = viewOf(view, controller).members.find((each) => each.server === server);
      if (view.matches(server, { lost: 'unnoticed' })) return mayBeLost && member !== undefined;
      if (isAway(view)) return member === undefined;
      const known = [view.context<ServerContext>(server), view.context<MemoryContext>(memory)];
      return member !== undefined && known.every(({ since }) => since === member.since);
    },
    hardCase: isAway,
    ...(mayBeLost || joins ? {} : { notApplicable: 'it is there all the time' }),
  });
}

/** Who has an older view of the servers than the controller is told of the newer one. */
function viewArrives(controller: string, sdk: string): Property {
  const isNewest = (view: View): boolean =>
    view.context<SdkContext>(sdk).view.epoch === viewOf(view, controller).epoch;
  return leadsTo(`view-arrives of ${sdk}`, (view) => !isNewest(view), isNewest);
}

/** Of the views that an SDK is told none is left out: each is of the epoch behind that of the one before. */
function viewsInTurn({ controller, shape }: ContextCacheWiring, sdk: string): Property {
  const onTheirWay = (view: View) => view.waiting(controller, sdk) as readonly ViewChanged[];
  return always(
    `views-in-turn of ${sdk}`,
    {
      then: (view) => {
        const { epoch } = view.context<SdkContext>(sdk).view;
        return onTheirWay(view).every((told, at) => told.view.epoch === epoch + 1 + at);
      },
      hardCase: (view) => onTheirWay(view).length > 1,
      ...(shape.losses > 0 ? {} : { notApplicable: 'servers that join are told of once' }),
    },
    { about: () => ({ component: controller, path: ['view', 'epoch'] }) },
  );
}
