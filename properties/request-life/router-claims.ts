import type {
  DecodeNode,
  PrefillNode,
  RequestLifeWiring,
} from '../../machines/networks/request-life/wiring.js';
import type { GlobalSchedulerContext } from '../../machines/serving/global-scheduler.js';
import type { RouterContext } from '../../machines/serving/instance-router.js';
import { always, monitor, type Property, type View } from '../../src/index.js';
import type { Asked } from './asked.js';
import { lightestIsChosen, noneLeftIsTrue, noWorkForTheDead } from './monitors/nodes-chosen.js';
import { hasEnded, isDead, receiverOf, tasksOf } from './situations.js';

/** What must be true of whom the router chooses. */
export function routerClaims(wiring: RequestLifeWiring, asked: Asked): Property[] {
  const { prefills, decodes, scheduler } = wiring;
  const receivers = decodes.flatMap((node) => node.receivers);
  return [
    answeredAtOnce(wiring),
    ...receivers.map((id) => receiverAnsweredAtOnce(wiring, id)),
    monitor(
      'none-left-is-true',
      noneLeftIsTrue,
      { alive: { prefill: prefills.map(({ node }) => node), decode: decodes.map(({ node }) => node) } },
      {
        from: [...[...prefills, ...decodes].map(({ health }) => health), scheduler, ...receivers],
        hardCase: [
          // More requests are under way than there are decode nodes, or one prefill node has several: a node that has work gets more.
          (view) => openIn(view, wiring).filter(({ node }) => node !== '').length > decodes.length,
          ...prefills.map((node) => (view: View) => tasksOf(view, node).length > 1),
          ...elsewhere(wiring),
        ],
      },
    ),
    ...(wiring.shape.deaths > 0
      ? [
          monitor('no-work-for-the-dead', noWorkForTheDead, undefined, {
            from: [scheduler, ...receivers],
            hardCase: [...elsewhere(wiring), ...routedNext(wiring)],
          }),
        ]
      : []),
    ...(asked.countsLoads ? [...loadsAreRight(wiring), ...lightest(wiring)] : []),
  ];
}

const openIn = (view: View, { scheduler }: RequestLifeWiring) =>
  view.context<GlobalSchedulerContext>(scheduler).open;

/** A node is dead, and an attempt after the first has been given to another one of its kind. */
function elsewhere(wiring: RequestLifeWiring): ((view: View) => boolean)[] {
  const { prefills, decodes } = wiring;
  const receivers = decodes.flatMap((node) => node.receivers);
  return [
    ...decodes.map(
      (dead) => (view: View) =>
        isDead(view, dead) &&
        openIn(view, wiring).some(({ attempt, node }) => attempt > 1 && node !== '' && node !== dead.node),
    ),
    ...prefills.flatMap((dead) =>
      receivers.map((id) => (view: View) => {
        if (!isDead(view, dead) || !view.matches(id, { alive: 'routed' })) return false;
        const { attempt, prefill } = receiverOf(view, id);
        return attempt > 1 && prefill !== '' && prefill !== dead.node;
      }),
    ),
  ];
}

/** A prefill node is dead, and who waits for pages will have a node chosen as soon as there are some. */
const routedNext = ({ prefills, decodes }: RequestLifeWiring): ((view: View) => boolean)[] =>
  prefills.flatMap((dead) =>
    decodes
      .flatMap((node) => node.receivers)
      .map((id) => (view: View) => isDead(view, dead) && view.matches(id, { alive: 'queued' })),
  );

/** Who has asked the router knows the node when the step is over, or has been told that there is none. */
const answeredAtOnce = (wiring: RequestLifeWiring): Property =>
  always('answered-at-once', {
    then: (view) => openIn(view, wiring).every(({ node }) => node !== ''),
    // It is asked again, for a further attempt.
    hardCase: (view) => openIn(view, wiring).some(({ attempt }) => attempt > 1),
  });

const receiverAnsweredAtOnce = ({ prefills }: RequestLifeWiring, id: string): Property => {
  const isRouted = (view: View) => view.matches(id, { alive: 'routed' });
  return always(`answered-at-once of ${id}`, {
    when: isRouted,
    then: (view) => receiverOf(view, id).prefill !== '',
    // Each prefill node has something to do already.
    hardCase: prefills.map((node) => (view: View) => isRouted(view) && tasksOf(view, node).length > 1),
  });
};

/**
 * The router counts for a node that it takes to be up what it has given to it and what is not over: at a prefill node prompts that are to be computed, at a
 * decode node requests that the global scheduler has there.
 */
const loadsAreRight = (wiring: RequestLifeWiring): Property[] => [
  ...wiring.prefills.map((node) =>
    loadIsRight(
      wiring,
      node,
      (view) => !isDead(view, node),
      (view) => tasksOf(view, node).filter(isToCompute).length,
      // It has something that it has computed, or that nobody wants any more: it is not counted.
      [(view) => tasksOf(view, node).some((task) => !isToCompute(task))],
    ),
  ),
  ...wiring.decodes.map((node) =>
    loadIsRight(
      wiring,
      node,
      // Of one that has died, too, until it is told: who gives up there what it has tells it.
      (view) => !isDead(view, node) || view.context<RouterContext>(wiring.router).loads[node.node]! >= 0,
      (view) => openIn(view, wiring).filter((each) => each.node === node.node).length,
      wiring.clients.map((client) => (view: View) => hasEnded(view, client)),
    ),
  ),
];

/** Of several nodes the one with the least work is chosen. */
function lightest({ prefills, decodes, router }: RequestLifeWiring): Property[] {
  const clusters = [prefills, decodes].filter((nodes) => nodes.length > 1);
  if (clusters.length === 0) return [];
  return [
    monitor('lightest-is-chosen', lightestIsChosen, undefined, {
      from: [router],
      // Of two nodes that are up one has more to do.
      hardCase: clusters.map((nodes) => (view: View) => {
        const { loads } = view.context<RouterContext>(router);
        return new Set(nodes.map(({ node }) => loads[node]!).filter((load) => load >= 0)).size > 1;
      }),
    }),
  ];
}

const isToCompute = ({ left, isDropped }: { readonly left: number; readonly isDropped: boolean }): boolean =>
  left !== 0 && !isDropped;

function loadIsRight(
  { router }: RequestLifeWiring,
  node: PrefillNode | DecodeNode,
  isCounted: (view: View) => boolean,
  work: (view: View) => number,
  hardCase: readonly ((view: View) => boolean)[],
): Property {
  return always(
    `loads-are-right of ${node.node}`,
    {
      when: isCounted,
      then: (view) => view.context<RouterContext>(router).loads[node.node] === work(view),
      hardCase: hardCase.map((is) => (view: View) => isCounted(view) && is(view)),
    },
    { about: () => ({ component: router, path: ['loads', node.node] }) },
  );
}
