import type { PagesContext } from '../../machines/serving/decode-pages.js';
import type { DecodeNode } from '../../machines/networks/request-life/wiring.js';
import { always, type Property, type View } from '../../src/index.js';
import { isOne, pagesOf } from './situations.js';

/**
 * There is an order in which all who have pages can come to their end: the first with what is free, each next one with what those before it give back
 * (the banker's algorithm).
 */
export const admittedCanFinish = (node: DecodeNode): Property => {
  const isAlive = (view: View) => !view.matches(node.pages, 'dead');
  return always(
    `admitted-can-finish of ${node.node}`,
    {
      when: (view) => isAlive(view) && pagesOf(view, node).growing.length > 0,
      then: (view) => isSafe(pagesOf(view, node)),
      // All of them together cannot.
      hardCase: (view) => {
        const { pages, growing } = pagesOf(view, node);
        return growing.reduce((sum, { growth }) => sum + growth, 0) > pages.filter(isUnowned).length;
      },
    },
    { about: () => ({ component: node.pages, path: ['growing'] }) },
  );
};

const isUnowned = ({ request, transfer }: PagesContext['pages'][number]): boolean =>
  request === null && transfer === null;

function isSafe({ pages, growing }: PagesContext): boolean {
  // What a transfer has alone comes back when it has landed.
  let free = pages.filter(({ request }) => request === null).length;
  let left = growing.map((each) => ({
    needs: each.growth,
    has: pages.filter(({ request }) => isOne(request, each)).length,
  }));
  while (left.length > 0) {
    const next = left.find(({ needs }) => needs <= free);
    if (next === undefined) return false;
    free += next.has;
    left = left.filter((each) => each !== next);
  }
  return true;
}
