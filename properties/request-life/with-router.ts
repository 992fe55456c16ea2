import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { instanceRouter } from '../../machines/serving/instance-router.js';
import { CheckError, type NetworkFamily } from '../../src/index.js';
import { faults } from './faults.js';
import { builtWith, requestLife } from './family.js';

/** What a router must have a transition for. */
const HEARD = ['ROUTE', 'WORK_OVER', 'NODE_DOWN'] as const;

export interface RequestLifeChoice {
  /**
   * Which node gets which work. The machine is given a `RouterInput`: the nodes of both clusters, each with its name and the ids of the components that
   * take its work. It hears
   *
   * - `ROUTE { request, attempt, cluster, from }`: choose a node of the cluster;
   * - `WORK_OVER { node }`: a prefill node has a prompt behind it that it was given, or a decode node an attempt;
   * - `NODE_DOWN { node }`: the node has died, which may be told more than once.
   *
   * It answers each `ROUTE` at once, within the step that asks: who asks may be told to abort in the next one, and must know the node by then. One that answers
   * later violates `answered-at-once`. It answers either with two messages, the work to `entries[request % entries.length]` of the chosen node (`ADMIT { request, attempt }` to a decode node,
   * `PREFILL { request, attempt, receiver: from }` to a prefill node), and `ROUTED { request, attempt, node }` to `from`; or with one,
   * `NO_NODE { request, attempt }` to `from`, if no node is left. `node` is the name of one that it was given: who is told another one asks it later, and the
   * search ends with an error that names who asks, and `<node>.health`. A `ROUTED` that says the same once more changes nothing, and violates nothing.
   *
   * Where it waits for these it has the tag `rest`; without, `deadlock-freedom` is violated when all requests have ended.
   */
  readonly router: AnyStateMachine;
}

/**
 * The family `request-life` with a router of the caller's own. Everything else stays, and the router is held to the claims: it may lose no request, give no
 * attempt to two nodes, and so on. Faults of the model's own router are left out.
 *
 * @throws CheckError for an option that there is not, for what is no machine, and for a machine that has no transition for something that a router hears
 */
export function requestLifeWith(choice: RequestLifeChoice): NetworkFamily {
  const router = routerOf(choice);
  const unheard = HEARD.filter((type) => !hears(router, type));
  if (unheard.length > 0) {
    throw new CheckError(
      `The router '${router.id}' has no transition for ${unheard.join(' and ')}; a router hears ${HEARD.join(', ')}. Give it one for each, if it does nothing about it an empty one.`,
    );
  }
  return {
    ...requestLife,
    faults: Object.fromEntries(
      Object.entries(faults).filter(
        ([
          ,
          {
            patch: { chart = {}, provide = {} },
          },
        ]) => [chart, provide].every((part) => !Object.hasOwn(part, instanceRouter.id)),
      ),
    ),
    build: builtWith(router),
  };
}

/** What a choice has, whatever it is that was given for one. */
function routerOf(choice: unknown): AnyStateMachine {
  if (typeof choice !== 'object' || choice === null) {
    throw new CheckError(
      `\`requestLifeWith\` is given ${choice === null ? 'null' : typeof choice}; give it an object with a router: \`requestLifeWith({ router })\`.`,
    );
  }
  const other = Object.keys(choice).find((key) => key !== 'router');
  if (other !== undefined) {
    throw new CheckError(
      `\`requestLifeWith\` is given '${other}', which it does not know; give it a router only.`,
    );
  }
  const { router } = choice as { readonly router?: unknown };
  if (!isMachine(router)) {
    throw new CheckError(
      '`requestLifeWith` is given a router that is no machine; give one that `setup({ ... }).createMachine({ ... })` of XState has made.',
    );
  }
  return router;
}

function isMachine(router: unknown): router is AnyStateMachine {
  const { root, implementations, provide } = (router ?? {}) as Partial<AnyStateMachine>;
  return typeof root === 'object' && typeof implementations === 'object' && typeof provide === 'function';
}

/** Whether a chart has a transition for events of a type in some state, be it an empty one: `{}` is one, `undefined` stands for none. */
const hears = ({ root }: AnyStateMachine, type: string): boolean =>
  statesIn(root).some(({ config }) =>
    Object.entries(config.on ?? {}).some(
      ([descriptor, given]) => isFor(descriptor, type) && [given].flat().some((each) => each !== undefined),
    ),
  );

const statesIn = (state: AnyStateNode): AnyStateNode[] => [
  state,
  ...(Object.values(state.states) as AnyStateNode[]).flatMap(statesIn),
];

/** As XState has it: `*` is for all events, `ROUTE.*` for `ROUTE` and what begins with it and a dot, of which a router hears nothing. */
const isFor = (descriptor: string, type: string): boolean =>
  descriptor === '*' || descriptor === type || descriptor === `${type}.*`;
