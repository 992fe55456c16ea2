import { assign, setup } from 'xstate';
import type { AttemptStarted } from '../../../machines/serving/global-scheduler.js';
import type { MishapObservation } from '../../../machines/serving/mishaps.js';
import type { NodeDied } from '../../../machines/serving/node-health.js';
import type { NoneLeft, WorkGiven } from '../../../machines/serving/request-messages.js';
import type { ClientObservation } from '../../../machines/serving/serving-client.js';

type Cluster = NoneLeft['cluster'];

interface ReasonInput {
  readonly request: number;
  /** It needs more pages than a decode node has. */
  readonly isTooLarge: boolean;
  /** The nodes of each cluster. */
  readonly nodes: Readonly<Record<Cluster, readonly string[]>>;
}

interface ReasonContext extends ReasonInput {
  /** The nodes that this attempt has been given to; empty: none yet. */
  readonly given: Readonly<Record<Cluster, string>>;
  /** What has struck this attempt, and the component where: `GIVE_UP prefill.0.scheduler`. */
  readonly struck: readonly string[];
  /** The nodes that have died. */
  readonly dead: readonly string[];
}

type Observation = MishapObservation | NodeDied | AttemptStarted | WorkGiven | NoneLeft | ClientObservation;

const NOWHERE: ReasonContext['given'] = { prefill: '', decode: '' };

/** Whether this attempt has been struck so at the node of a cluster that it was given to. */
const hasStruck = ({ struck, given }: ReasonContext, what: 'BREAK' | 'GIVE_UP', cluster: Cluster): boolean =>
  given[cluster] !== '' && struck.some((each) => each.startsWith(`${what} ${given[cluster]}.`));

const hasDied = ({ dead, given }: ReasonContext, cluster: Cluster): boolean => dead.includes(given[cluster]);

const noneLives = ({ dead, nodes }: ReasonContext, cluster: Cluster): boolean =>
  nodes[cluster].every((node) => dead.includes(node));

/** By what a client may be told: whether it has happened. */
const REASONS: Readonly<Record<string, (context: ReasonContext) => boolean>> = {
  'its transfer broke': (context) => hasStruck(context, 'BREAK', 'decode'),
  'its decode node gave it up': (context) => hasStruck(context, 'GIVE_UP', 'decode'),
  'its prefill node gave it up': (context) => hasStruck(context, 'GIVE_UP', 'prefill'),
  'its prefill node does not know it any more': (context) => hasStruck(context, 'GIVE_UP', 'prefill'),
  'its prefill node died': (context) => hasDied(context, 'prefill'),
  'its decode node died': (context) => hasDied(context, 'decode'),
  'no prefill node is left': (context) => noneLives(context, 'prefill'),
  'no decode node is left': (context) => noneLives(context, 'decode'),
  'it needs more pages than there are': ({ isTooLarge }) => isTooLarge,
};

/** Whether a mishap strikes this request. */
const strikes = ({ request }: ReasonContext, { what, to, request: given }: MishapObservation): boolean =>
  what === 'BREAK' ? to.endsWith(`.receive.${request}`) : what === 'GIVE_UP' && given === request;

const sorted = (list: readonly string[], added: string): readonly string[] =>
  [...new Set([...list, added])].sort();

/**
 * The reason that a client is told has happened: to this attempt, at the nodes that it was given to. It hears what goes wrong, the health of nodes, the global
 * scheduler, those who have been told by the router whom it was given to, and the client. That there is a reason is another claim (`every-request-ends`).
 */
export const reasonIsRight = setup({
  types: {} as { context: ReasonContext; input: ReasonInput; events: Observation },
  guards: {
    isOfAnother: ({ context, event }) => 'request' in event && event.request !== context.request,
    isRight: ({ context, event }) =>
      event.type === 'TOLD_END' &&
      (event.outcome !== 'failed' || event.reason === '' || REASONS[event.reason]?.(context) === true),
  },
  actions: {
    noteStruck: assign({
      struck: ({ context, event }) =>
        event.type === 'MISHAP' && strikes(context, event)
          ? sorted(context.struck, `${event.what} ${event.to}`)
          : context.struck,
    }),
    noteDead: assign({
      dead: ({ context, event }) =>
        event.type === 'NODE_DIED' ? sorted(context.dead, event.node) : context.dead,
    }),
    noteGiven: assign({
      given: ({ context, event }) => {
        if (event.type !== 'WORK_GIVEN') return context.given;
        const cluster = context.nodes.decode.includes(event.node) ? 'decode' : 'prefill';
        return { ...context.given, [cluster]: event.node };
      },
    }),
    startOver: assign({ given: NOWHERE, struck: [] }),
    forget: assign({ given: NOWHERE, struck: [], dead: [] }),
  },
}).createMachine({
  id: 'reason-is-right',
  context: ({ input }) => ({ ...input, given: NOWHERE, struck: [], dead: [] }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        MISHAP: { actions: 'noteStruck' },
        NODE_DIED: { actions: 'noteDead' },
        ATTEMPT_STARTED: [{ guard: 'isOfAnother' }, { actions: 'startOver' }],
        WORK_GIVEN: [{ guard: 'isOfAnother' }, { actions: 'noteGiven' }],
        TOLD_END: [{ guard: 'isRight', target: 'told', actions: 'forget' }, { target: 'violated' }],
      },
    },
    told: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
