import type { DecodeNode } from '../../machines/networks/request-life/wiring.js';
import type { Page } from '../../machines/serving/decode-page-list.js';
import { always, type Property, type View } from '../../src/index.js';
import { isOne, pagesOf } from './situations.js';

/** What a request needs in all, by request. */
export interface Needs {
  readonly prompts: readonly number[];
  readonly growth: number;
}

/** One that has pages: how many, and how many more it may need. */
interface Holder {
  readonly has: number;
  readonly needs: number;
}

/**
 * There is an order in which all who have pages can come to their end: the first with what is free, each next one with what those before it give back
 * (the banker's algorithm). It counts pages, and goes by what was asked for.
 */
export const admittedCanFinish = (node: DecodeNode, needs: Needs): Property => {
  const isAlive = (view: View) => !view.matches(node.pages, 'dead');
  return always(
    `admitted-can-finish of ${node.node}`,
    {
      when: (view) => isAlive(view) && holders(pagesOf(view, node).pages, needs).length > 0,
      then: (view) => isSafe(pagesOf(view, node).pages, needs),
      // All of them together cannot.
      hardCase: (view) => {
        const { pages } = pagesOf(view, node);
        const needed = holders(pages, needs).reduce((sum, each) => sum + each.needs, 0);
        return needed > pages.filter(({ request, transfer }) => request === null && transfer === null).length;
      },
    },
    { about: () => ({ component: node.pages, path: ['pages'] }) },
  );
};

function holders(pages: readonly Page[], { prompts, growth }: Needs): Holder[] {
  const owners = pages.flatMap(({ request }) => (request === null ? [] : [request]));
  const different = owners.filter((owner, at) => owners.findIndex((each) => isOne(each, owner)) === at);
  return different.map((owner) => {
    const has = owners.filter((each) => isOne(each, owner)).length;
    return { has, needs: prompts[owner.request]! + growth - has };
  });
}

function isSafe(pages: readonly Page[], needs: Needs): boolean {
  // What a transfer has alone comes back when it has landed.
  let free = pages.filter(({ request }) => request === null).length;
  let left = holders(pages, needs);
  while (left.length > 0) {
    const next = left.find((each) => each.needs <= free);
    if (next === undefined) return false;
    free += next.has;
    left = left.filter((each) => each !== next);
  }
  return true;
}
