import { assign, setup } from 'xstate';
import type { AttemptStarted } from '../../../machines/serving/global-scheduler.js';
import type { MishapObservation } from '../../../machines/serving/mishaps.js';
import type { NodeDied } from '../../../machines/serving/node-health.js';
import type { ClientObservation } from '../../../machines/serving/serving-client.js';

type Cause =
  | 'its transfer breaks'
  | 'a decode node gives it up'
  | 'a prefill node gives it up'
  | 'a prefill node dies'
  | 'a decode node dies'
  | 'a prefill node was left wedged'
  | 'it is too large';

interface ReasonInput {
  readonly request: number;
  /** What there is from the beginning. */
  readonly causes: readonly Cause[];
}

interface ReasonContext extends ReasonInput {
  /** What has happened to this attempt, and to nodes. */
  readonly happened: readonly Cause[];
}

type Observation = MishapObservation | NodeDied | AttemptStarted | ClientObservation;

/** What a client may be told, and what must have happened: any of these. */
const CAUSES: Readonly<Record<string, readonly Cause[]>> = {
  'its transfer broke': ['its transfer breaks'],
  'its decode node gave it up': ['a decode node gives it up'],
  'its prefill node gave it up': ['a prefill node gives it up'],
  'its prefill node does not know it any more': [
    'a prefill node gives it up',
    'a prefill node was left wedged',
  ],
  'its prefill node died': ['a prefill node dies'],
  'no prefill node is left': ['a prefill node dies'],
  'its decode node died': ['a decode node dies'],
  'no decode node is left': ['a decode node dies'],
  'it needs more pages than there are': ['it is too large'],
};

const LASTING: readonly Cause[] = ['a prefill node dies', 'a decode node dies'];

/** What an observation is to this request, if anything. */
function causeIn({ request }: ReasonContext, event: Observation): Cause | undefined {
  if (event.type === 'NODE_DIED')
    return event.node.startsWith('prefill.') ? 'a prefill node dies' : 'a decode node dies';
  if (event.type !== 'MISHAP') return undefined;
  const { what, to } = event;
  if (what === 'BREAK') return to.endsWith(`.receive.${request}`) ? 'its transfer breaks' : undefined;
  if (what !== 'GIVE_UP' || event.request !== request) return undefined;
  return to.startsWith('prefill.') ? 'a prefill node gives it up' : 'a decode node gives it up';
}

/**
 * The reason that a client is told has happened: to this attempt, or to a node. It hears what goes wrong, the health of nodes, the global scheduler and the
 * client; nobody who gives reasons. That there is one is another claim (`every-request-ends`).
 */
export const reasonIsRight = setup({
  types: {} as { context: ReasonContext; input: ReasonInput; events: Observation },
  guards: {
    isOfAnother: ({ context, event }) =>
      event.type === 'ATTEMPT_STARTED' && event.request !== context.request,
    isRight: ({ context: { happened, causes }, event }) =>
      event.type === 'TOLD_END' &&
      (event.outcome !== 'failed' ||
        event.reason === '' ||
        (CAUSES[event.reason] ?? []).some((cause) => happened.includes(cause) || causes.includes(cause))),
  },
  actions: {
    note: assign({
      happened: ({ context, event }) => {
        const cause = causeIn(context, event);
        return cause === undefined ? context.happened : [...new Set([...context.happened, cause])].sort();
      },
    }),
    startOver: assign({
      happened: ({ context }) => context.happened.filter((cause) => LASTING.includes(cause)),
    }),
    forget: assign({ happened: [] }),
  },
}).createMachine({
  id: 'reason-is-right',
  context: ({ input }) => ({ ...input, happened: [] }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        MISHAP: { actions: 'note' },
        NODE_DIED: { actions: 'note' },
        ATTEMPT_STARTED: [{ guard: 'isOfAnother' }, { actions: 'startOver' }],
        TOLD_END: [{ guard: 'isRight', target: 'told', actions: 'forget' }, { target: 'violated' }],
      },
    },
    told: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
