import type { DecodeNode } from '../../machines/networks/request-life/wiring.js';
import { always, type Property, type View } from '../../src/index.js';
import { batchOf, isOne, type Numbers, pagesOf, underWay } from './situations.js';

/**
 * A token that is told has been made: who waits for a page makes none. What a member has made stands still while it waits, so that its pages alone do not
 * show a token that is told too early.
 */
export const toldWhenMade = (node: DecodeNode, scheduler: string): Property => {
  const told = (view: View) =>
    underWay(view, node.loop, scheduler, 'TOKEN') as readonly (Numbers & { readonly index: number })[];
  return always(
    `told-when-made of ${node.node}`,
    {
      then: (view) =>
        batchOf(view, node).every(({ made, ...member }) =>
          told(view).every((token) => !isOne(token, member) || token.index < made),
        ),
      // One waits for a page, and there is none: a step ends before it has got one.
      hardCase: (view) =>
        batchOf(view, node).some(({ made, growth }) => made > 0 && growth > 0) &&
        pagesOf(view, node).pages.every(({ request, transfer }) => request !== null || transfer !== null),
    },
    { about: () => ({ component: node.loop, path: ['batch'] }) },
  );
};
