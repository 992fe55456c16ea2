import { produce } from 'immer';
import { assertEvent, assign, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { ClusterView, Member, SpaceRequest } from './cache-protocol.js';

/** Server to controller: it takes requests from now on; or the controller has noticed that it does not. */
interface Joins {
  readonly type: 'JOIN' | 'LEAVE';
  readonly server: string;
}

/** Server to controller: a tenant is to have another block in its memory. */
export interface Charge {
  readonly type: 'CHARGE';
  readonly server: string;
  readonly request: SpaceRequest;
}

/** Server to controller: a tenant has one less. */
export interface Refund {
  readonly type: 'REFUND';
  readonly server: string;
  readonly tenant: number;
}

/** Controller to server: with which epoch it has joined. */
export interface Joined {
  readonly type: 'JOINED';
  readonly since: number;
}

/** Controller to server: whether the quota of the tenant allows it. */
export interface Charged {
  readonly type: 'WITHIN_QUOTA' | 'OVER_QUOTA';
  readonly request: SpaceRequest;
}

/** Controller to SDK: the servers among which keys are placed. */
export interface ViewChanged {
  readonly type: 'VIEW';
  readonly view: ClusterView;
}

interface ControllerInput {
  readonly sdks: readonly string[];
  readonly servers: readonly string[];
  readonly tenants: number;
  /** Blocks that a tenant may have in the memory of all servers; 0: as many as there is space for. */
  readonly quota: number;
}

export interface ControllerContext extends ControllerInput {
  readonly view: ClusterView;
  /** By server and tenant. */
  readonly used: Readonly<Record<string, readonly number[]>>;
}

/** The epoch in which everything starts. */
export const FIRST_EPOCH = 1;

/** The view in which everything starts: all servers are there. */
export const firstView = (servers: readonly string[]): ClusterView => ({
  epoch: FIRST_EPOCH,
  members: servers.map((server): Member => ({ server, since: FIRST_EPOCH })),
});

const usedBy = ({ used }: ControllerContext, tenant: number): number =>
  Object.values(used).reduce((sum, ofServer) => sum + ofServer[tenant]!, 0);

const nothing = (tenants: number): number[] => Array.from({ length: tenants }, () => 0);

/** The view with the next epoch, without the server or with it as one that has joined just now. */
function nextView({ view }: ControllerContext, { type, server }: Joins): ClusterView {
  const epoch = view.epoch + 1;
  const others = view.members.filter((member) => member.server !== server);
  const members = type === 'LEAVE' ? others : [...others, { server, since: epoch }];
  return { epoch, members: members.sort((one, other) => (one.server < other.server ? -1 : 1)) };
}

/**
 * The MP controller (docs/paper/facts.md 10): it has the view of the servers among which keys are placed, with an epoch that grows with each change, tells SDKs of
 * it, and counts what the tenants of the pool use of their quotas.
 */
export const mpController = setup({
  types: {} as {
    context: ControllerContext;
    input: ControllerInput;
    events: Joins | Charge | Refund;
    tags: 'rest';
  },
  guards: {
    isWithinQuota: ({ context, event }) => {
      assertEvent(event, 'CHARGE');
      return context.quota === 0 || usedBy(context, event.request.tenant) < context.quota;
    },
  },
  actions: {
    changeView: assign(({ context, event }) => {
      assertEvent(event, ['JOIN', 'LEAVE']);
      return produce(context, (draft) => {
        draft.view = nextView(context, event) as never;
        draft.used[event.server] = nothing(context.tenants);
      });
    }),
    tellSdks: enqueueActions(({ context: { sdks, view }, enqueue }) => {
      for (const sdk of sdks) enqueue.sendTo(componentRef(sdk), { type: 'VIEW', view } satisfies ViewChanged);
    }),
    tellJoined: enqueueActions(({ context, event, enqueue }) => {
      assertEvent(event, 'JOIN');
      enqueue.sendTo(componentRef(event.server), {
        type: 'JOINED',
        since: context.view.epoch,
      } satisfies Joined);
    }),
    charge: assign(({ context, event }) => {
      assertEvent(event, 'CHARGE');
      return produce(context, (draft) => {
        draft.used[event.server]![event.request.tenant]!++;
      });
    }),
    refund: assign(({ context, event }) => {
      assertEvent(event, 'REFUND');
      return produce(context, (draft) => {
        draft.used[event.server]![event.tenant]!--;
      });
    }),
    tellCharged: enqueueActions(({ event, enqueue }, { type }: { readonly type: Charged['type'] }) => {
      assertEvent(event, 'CHARGE');
      enqueue.sendTo(componentRef(event.server), { type, request: event.request } satisfies Charged);
    }),
  },
}).createMachine({
  id: 'mp-controller',
  context: ({ input }) => ({
    ...input,
    view: firstView(input.servers),
    used: Object.fromEntries(input.servers.map((server) => [server, nothing(input.tenants)])),
  }),
  initial: 'open',
  states: {
    open: {
      description:
        'Servers join and leave, each time with a new epoch; what a tenant stores is counted before it has space (docs/paper/facts.md 10).',
      tags: 'rest',
      on: {
        JOIN: { actions: ['changeView', 'tellSdks', 'tellJoined'] },
        LEAVE: { actions: ['changeView', 'tellSdks'] },
        CHARGE: [
          {
            guard: 'isWithinQuota',
            actions: ['charge', { type: 'tellCharged', params: { type: 'WITHIN_QUOTA' } }],
          },
          { actions: { type: 'tellCharged', params: { type: 'OVER_QUOTA' } } },
        ],
        REFUND: { actions: 'refund' },
      },
    },
  },
});
