import type { DecodeNode } from '../../machines/networks/request-life/wiring.js';
import { always, type Property } from '../../src/index.js';
import { batchOf, isOne, pagesOf } from './situations.js';
import type { Asked } from './asked.js';

/** Whoever has made a second token has got the pages that its answer needs beyond those of its prompt: no token is written where there is no room. */
export const growsIntoAPage = (node: DecodeNode, { prompts, growth }: Asked): Property =>
  always(
    `grows-into-a-page of ${node.node}`,
    {
      when: (view) => batchOf(view, node).some(({ made }) => made > 1),
      then: (view) =>
        batchOf(view, node).every(
          (member) =>
            member.made < 2 ||
            pagesOf(view, node).pages.filter(({ request }) => isOne(request, member)).length ===
              prompts[member.request]! + growth,
        ),
      // One has grown, and another one has not, and no page is left for it.
      hardCase: (view) =>
        batchOf(view, node).some(({ made }) => made > 1) &&
        batchOf(view, node).some(
          (member) =>
            pagesOf(view, node).pages.filter(({ request }) => isOne(request, member)).length ===
            prompts[member.request]!,
        ) &&
        pagesOf(view, node).pages.every(({ request, transfer }) => request !== null || transfer !== null),
    },
    { about: () => ({ component: node.pages, path: ['pages'] }) },
  );
