import type {
  PrefillNode,
  DecodeNode,
  RequestLifeWiring,
} from '../../machines/networks/request-life/wiring.js';
import type { MishapsInput } from '../../machines/serving/mishaps.js';
import { monitor, type Property, type View } from '../../src/index.js';
import { failsForOwnCause } from './monitors/fails-for-own-cause.js';
import { isDead, openOf, receiversOf } from './situations.js';

/**
 * A request is tried again, or fails, at most once for each thing that has gone wrong with it: who is only slow is waited for, a node that has been found dead is
 * not tried again, and who may be tried again is. It says nothing where all nodes of a kind are dead, and of a request that needs more pages than there are.
 */
export function failsForCause(wiring: RequestLifeWiring, retries: number, request: number): Property {
  const { prefills, decodes, clients } = wiring;
  const client = clients[request]!;
  const isOneUp = (view: View, nodes: readonly (PrefillNode | DecodeNode)[]) =>
    nodes.some((node) => !isDead(view, node));
  const hasNodes = (view: View) => isOneUp(view, prefills) && isOneUp(view, decodes);
  const failures = (view: View): number =>
    view.matches(client, 'failed')
      ? retries + 1
      : (openOf(view, wiring.scheduler, request)?.attempt ?? 1) - 1;
  return monitor(
    `fails-for-cause of ${client}`,
    failsForOwnCause,
    { request, retries, clusters: [prefills, decodes].map((nodes) => nodes.map(({ node }) => node)) },
    {
      from: lifeOf(wiring, request),
      // Each thing that has gone wrong, wherever, has made it fail: one more would be one too many.
      hardCase: (view) => failures(view) > 0 && hasNodes(view) && failures(view) === mishapsIn(view, wiring),
    },
  );
}

/** Those who tell what becomes of a request: where it goes, and what goes wrong. */
export const lifeOf = (wiring: RequestLifeWiring, request: number): readonly string[] => [
  wiring.mishaps,
  ...[...wiring.prefills, ...wiring.decodes].map(({ health }) => health),
  wiring.scheduler,
  ...receiversOf(wiring, request),
  wiring.clients[request]!,
];

/** How many things have gone wrong, wherever. */
export function mishapsIn(view: View, { shape, mishaps }: RequestLifeWiring): number {
  const { aborts, deaths } = view.context<MishapsInput>(mishaps);
  return shape.aborts + shape.deaths - aborts - deaths;
}
