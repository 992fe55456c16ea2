import type { Content } from '../../machines/serving/decode-page-list.js';
import type { DecodeNode } from '../../machines/networks/request-life/wiring.js';
import { always, type Property, type View } from '../../src/index.js';
import { batchOf, isOne, pagesOf, receiverOf, underWay } from './situations.js';

/**
 * Who is decoded has in its pages the KV of its own prompt, all of it, and computed for this attempt: as many parts have been written there as its transfer has,
 * whatever who waits for it has counted. That none of them is one that broke is another claim (`broken-gives-no-token`).
 *
 * @param prompts by request: pages of its prompt
 * @param handles parts of a transfer
 */
export function decodesOwnKv(node: DecodeNode, prompts: readonly number[], handles: number): Property {
  const isAll = (content: Content): boolean => content.isWhole && content.parts === handles;
  /** The page of somebody in the batch in which something else is written, or not all. */
  const wrongPage = (view: View): number =>
    Math.max(
      0,
      pagesOf(view, node).pages.findIndex(
        ({ request, content }) =>
          request !== null &&
          content !== null &&
          batchOf(view, node).some((member) => isOne(request, member)) &&
          (!isOne(request, content) || !isAll(content)),
      ),
    );
  return always(
    `decodes-own-kv of ${node.node}`,
    {
      when: (view) => batchOf(view, node).length > 0,
      then: (view) =>
        batchOf(view, node).every((member) => {
          const own = pagesOf(view, node).pages.filter(
            ({ request, content }) =>
              isOne(request, member) && content !== null && isOne(content, member) && isAll(content),
          );
          return own.length === prompts[member.request];
        }),
      hardCase: [
        // Word of another attempt comes to a request that waits for word of its own.
        ...node.receivers.flatMap((id) => staleWord(id)),
        // A transfer that nobody waits for has not landed yet.
        (view) =>
          pagesOf(view, node).pages.some(({ request, transfer }) => request === null && transfer !== null),
        // Several have pages, and only some of them have all of their KV.
        (view) => batchOf(view, node).length > 0 && pagesOf(view, node).pages.some(isUnwritten),
      ],
    },
    {
      about: (view) => ({ component: node.pages, path: ['pages', String(wrongPage(view)), 'content'] }),
    },
  );
}

const isUnwritten = ({
  request,
  content,
}: {
  readonly request: unknown;
  readonly content: unknown;
}): boolean => request !== null && content === null;

const staleWord = (id: string) => [
  (view: View) => {
    if (!view.matches(id, { alive: 'routed' })) return false;
    const { attempt } = receiverOf(view, id);
    return view.components
      .filter((from) => from.startsWith('prefill.') && from.endsWith('.scheduler'))
      .some((from) => underWay(view, from, id, 'PREFILL_DONE').some((word) => word.attempt !== attempt));
  },
];
