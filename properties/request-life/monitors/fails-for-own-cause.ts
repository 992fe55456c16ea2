import { assign, setup } from 'xstate';
import type { AttemptStarted } from '../../../machines/serving/global-scheduler.js';
import type { MishapObservation } from '../../../machines/serving/mishaps.js';
import type { NodeDied } from '../../../machines/serving/node-health.js';
import type { NoneLeft, WorkGiven } from '../../../machines/serving/request-messages.js';
import type { ClientObservation } from '../../../machines/serving/serving-client.js';

interface CauseInput {
  readonly request: number;
  /** Attempts of a request after its first. */
  readonly retries: number;
  /** The nodes of each cluster. */
  readonly clusters: readonly (readonly string[])[];
}

interface CauseContext extends CauseInput {
  /** How often the request itself has been struck: given up by a node, or its transfer broken. */
  readonly struck: number;
  /** The nodes that this attempt has been given to. */
  readonly given: readonly string[];
  /** The nodes that have died. */
  readonly dead: readonly string[];
  /** Those of them that any attempt of the request was given to: each is a cause once, as who has been found dead is not tried again. */
  readonly lost: readonly string[];
}

type Observation = MishapObservation | NodeDied | AttemptStarted | WorkGiven | NoneLeft | ClientObservation;

const NOTHING = { struck: 0, given: [], dead: [], lost: [] } as const;

const isStruckBy = ({ request }: CauseContext, { what, to, request: given }: MishapObservation): boolean =>
  what === 'BREAK' ? to.endsWith(`.receive.${request}`) : what === 'GIVE_UP' && given === request;

const sorted = (nodes: readonly string[]): readonly string[] => [...new Set(nodes)].sort();

/** With the dead nodes that this attempt is on. */
const withLost = (context: CauseContext): CauseContext => ({
  ...context,
  lost: sorted([...context.lost, ...context.given.filter((node) => context.dead.includes(node))]),
});

/** Whether so many failures have their causes; where all nodes of a kind are dead, an attempt fails on none. */
const hasCauses = ({ struck, lost, dead, clusters }: CauseContext, failures: number): boolean =>
  failures <= struck + lost.length || clusters.some((nodes) => nodes.every((node) => dead.includes(node)));

/**
 * A request is tried again, or fails, at most once for each thing that has gone wrong with it: what strikes another request is none, nor is the death of a node
 * that it was not given to. It hears what goes wrong, the health of nodes, the global scheduler, those who have been told by the router whom the request was
 * given to, and the client.
 */
export const failsForOwnCause = setup({
  types: {} as { context: CauseContext; input: CauseInput; events: Observation },
  guards: {
    isOfAnother: ({ context, event }) => 'request' in event && event.request !== context.request,
    hasCause: ({ context, event }) =>
      event.type === 'ATTEMPT_STARTED' && hasCauses(context, event.attempt - 1),
    mayEnd: ({ context, event }) =>
      event.type === 'TOLD_END' && (event.outcome !== 'failed' || hasCauses(context, context.retries + 1)),
  },
  actions: {
    noteStruck: assign({
      struck: ({ context, event }) =>
        event.type === 'MISHAP' && isStruckBy(context, event)
          ? Math.min(context.struck + 1, context.retries + 1)
          : context.struck,
    }),
    noteDead: assign(({ context, event }) =>
      event.type === 'NODE_DIED'
        ? withLost({ ...context, dead: sorted([...context.dead, event.node]) })
        : context,
    ),
    noteGiven: assign(({ context, event }) =>
      event.type === 'WORK_GIVEN'
        ? withLost({ ...context, given: sorted([...context.given, event.node]) })
        : context,
    ),
    startOver: assign({ given: [] }),
    forget: assign(NOTHING),
  },
}).createMachine({
  id: 'fails-for-own-cause',
  context: ({ input }) => ({ ...input, ...NOTHING }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        MISHAP: { actions: 'noteStruck' },
        NODE_DIED: { actions: 'noteDead' },
        ATTEMPT_STARTED: [
          { guard: 'isOfAnother' },
          { guard: 'hasCause', actions: 'startOver' },
          { target: 'violated' },
        ],
        WORK_GIVEN: [{ guard: 'isOfAnother' }, { actions: 'noteGiven' }],
        TOLD_END: [{ guard: 'mayEnd', target: 'told', actions: 'forget' }, { target: 'violated' }],
      },
    },
    told: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
