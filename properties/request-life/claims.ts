import type { LoopContext } from '../../machines/serving/decode-loop.js';
import type {
  DecodeNode,
  PrefillNode,
  RequestLifeWiring,
} from '../../machines/networks/request-life/wiring.js';
import { always, monitor, type Property, type View } from '../../src/index.js';
import { clientClaims } from './client-claims.js';
import { decodesOwnKv } from './own-kv.js';
import type { Asked } from './asked.js';
import { atOnce } from './at-once.js';
import { admittedCanFinish } from './admitted-can-finish.js';
import { growsIntoAPage } from './grows-into-a-page.js';
import { heldWhileRead } from './held-while-read.js';
import { allPartsEnd } from './monitors/all-parts-end.js';
import { blameNamesTheDead } from './monitors/blame-names-the-dead.js';
import { overtakenAtMost } from './monitors/overtaken-at-most.js';
import { decodePagesReturnOnce, sourcesReturnOnce } from './monitors/pages-and-sources.js';
import { promptsComputedWhole, promptsInTurn } from './monitors/prompts-computed.js';
import { joinsAtBoundaries, prefillIsNotDecoded } from './monitors/steps.js';
import { batchOf, isDead, pagesOf, receiverOf, tasksOf } from './situations.js';
import { toldWhenMade } from './told-when-made.js';
import { waitsForWorkOnly } from './waits-for-work-only.js';
import { computesForWhoWaits, worksOnOpenOnly } from './works-on-open-only.js';
import { witnesses } from './life-witnesses.js';
import { routerClaims } from './router-claims.js';

/** Everything that must be true of requests from their arrival to their end (docs/paper/facts.md 3 and 9). */
export function requestLifeProperties(wiring: RequestLifeWiring, asked: Asked): Property[] {
  const { prefills, decodes, clients } = wiring;
  const mostAtOnce = (at: number, { length: nodes }: { readonly length: number }) =>
    atOnce(wiring.shape, { at, nodes, countsLoads: asked.countsLoads });
  return [
    ...clients.flatMap((_, request) => clientClaims(wiring, asked, request)),
    ...decodes.flatMap((node, at) => claimsOfDecode(wiring, node, asked, mostAtOnce(at, decodes))),
    ...prefills.flatMap((node, at) => [
      sourcesReturn(node),
      heldWhileRead(wiring, node),
      ...computed(node, asked, mostAtOnce(at, prefills)),
    ]),
    ...(asked.isLossy ? [] : decodes.flatMap((node) => waitsForWorkOnly(wiring, node))),
    ...(wiring.shape.handles > 1 && wiring.shape.deaths === 0
      ? decodes.flatMap((node) => partsEnd(node, wiring.shape.handles))
      : []),
    ...(wiring.shape.aborts > 0 ? ofWhoLeaves(wiring, asked) : []),
    ...routerClaims(wiring, asked),
    blame(wiring),
    ...witnesses(wiring),
  ];
}

const partsEnd = ({ receivers }: DecodeNode, handles: number): Property[] =>
  receivers.map((receiver) =>
    monitor(
      `all-parts-end of ${receiver}`,
      allPartsEnd,
      { receiver, handles },
      {
        // Nobody wants the request any more, and parts of it are on their way.
        hardCase: (view) => view.matches(receiver, { alive: 'draining' }),
      },
    ),
  );

/** What must be true where requests are given up. */
const ofWhoLeaves = (wiring: RequestLifeWiring, { isLossy }: Asked): Property[] => [
  ...wiring.decodes.flatMap((node) => worksOnOpenOnly(wiring, node)),
  ...(isLossy ? [] : wiring.prefills.map((node) => computesForWhoWaits(wiring, node))),
];

function claimsOfDecode(
  { scheduler }: RequestLifeWiring,
  node: DecodeNode,
  asked: Asked,
  mostAtOnce: number,
): Property[] {
  const { node: name, pages, health, loop } = node;
  return [
    decodesOwnKv(node, asked.prompts, asked.handles),
    ...(asked.growth > 0 && asked.tokens > 2 ? [growsIntoAPage(node, asked)] : []),
    // Of two, one has its page before the other needs one, unless answers are longer; one alone never waits for a page.
    ...(asked.growth > 0 && asked.prompts.length > 1 && asked.tokens > (asked.prompts.length > 2 ? 1 : 2)
      ? [toldWhenMade(node, scheduler)]
      : []),
    ...(mostAtOnce > 1 ? amongOthers(node, asked) : []),
    ...(mostAtOnce > 2 ? [overtaken(node, asked)] : []),
    monitor(`pages-return-once of ${name}`, decodePagesReturnOnce, undefined, {
      from: [pages, health],
      // A page that its request has let go of, and that a transfer may still write into; or one that a growing answer has got.
      hardCase: [
        (view) =>
          pagesOf(view, node).pages.some(({ request, transfer }) => request === null && transfer !== null),
        (view) => batchOf(view, node).some(({ made, growth }) => made > 0 && growth === 0),
      ],
    }),
    monitor(`prefill-is-not-decoded of ${name}`, prefillIsNotDecoded, undefined, {
      from: [loop],
      // The rest of a prompt is as long as the tokens of a decode step.
      hardCase: (view) =>
        asked.tail === asked.drafts + 1 && batchOf(view, node).some(({ made }) => made === 0),
    }),
  ];
}

/** What must be true of a decode node that several requests share. */
function amongOthers(node: DecodeNode, asked: Asked): Property[] {
  const { node: name, loop, receivers } = node;
  return [
    // Only who grows needs more than it has been admitted with.
    ...(asked.growth > 0 ? [admittedCanFinish(node, asked)] : []),
    monitor(`joins-at-boundaries of ${name}`, joinsAtBoundaries, undefined, {
      from: [loop],
      // Somebody is ready while a step runs.
      hardCase: (view) =>
        view.matches(loop, 'stepping') && view.context<LoopContext>(loop).joining.length > 0,
    }),
    always(`main-thread-never-waits of ${name}`, {
      when: (view) => batchOf(view, node).length > 0,
      then: (view) => view.matches(loop, 'stepping'),
      // The background thread waits for something meanwhile.
      hardCase: (view) =>
        batchOf(view, node).length > 0 &&
        receivers.some(
          (id) => view.matches(id, { alive: 'routed' }) || view.matches(id, { alive: 'transferring' }),
        ),
    }),
  ];
}

/** Of three, one may come before another while the third has the pages. */
const overtaken = (node: DecodeNode, { overtakes }: Asked): Property =>
  monitor(
    `overtaken-at-most of ${node.node}`,
    overtakenAtMost,
    { overtakes },
    {
      from: [node.pages],
      // One that waits was overtaken as often as may be; if none may be overtaken: somebody has come later.
      hardCase: (view) => {
        const { waiting } = pagesOf(view, node);
        return waiting.some(
          (each, at) => each.overtaken === overtakes && (overtakes > 0 || at < waiting.length - 1),
        );
      },
    },
  );

const sourcesReturn = (node: PrefillNode): Property =>
  monitor(`sources-return-once of ${node.node}`, sourcesReturnOnce, undefined, {
    from: [node.scheduler, node.health],
    // One of two that may still need the pages, the reader and the store, has done.
    hardCase: (view) => tasksOf(view, node).some(({ isRead, isStored }) => isRead !== isStored),
  });

/** What must be true of prompts that are computed. */
function computed(node: PrefillNode, { chunks, mayMove }: Asked, mostAtOnce: number): Property[] {
  const from = [node.worker, node.scheduler, node.health];
  const whole = monitor(
    `prompts-computed-whole of ${node.node}`,
    promptsComputedWhole,
    { chunks },
    {
      from,
      // One chunk is computed, and another one is not.
      hardCase: (view) => tasksOf(view, node).some(({ left }) => left > 0 && left < chunks),
    },
  );
  const inTurn = monitor(`prompts-in-turn of ${node.node}`, promptsInTurn, undefined, {
    from,
    // Several wait while another one is computed, be it one that nobody wants any more.
    hardCase: (view) => tasksOf(view, node).filter(({ left }) => left < 0).length > 2,
  });
  return [...(chunks > 1 ? [whole] : []), ...(mostAtOnce > (mayMove ? 1 : 2) ? [inTurn] : [])];
}

function blame({ prefills, decodes, scheduler }: RequestLifeWiring): Property {
  const receivers = decodes.flatMap((node) => node.receivers);
  const isWaitingFor = (view: View, id: string, node: PrefillNode) =>
    view.matches(id, { alive: 'routed' }) && receiverOf(view, id).prefill === node.node;
  return monitor('blame-names-the-dead', blameNamesTheDead, undefined, {
    from: [
      ...[...prefills, ...decodes].map(({ health }) => health),
      ...prefills.map((node) => node.scheduler),
      ...receivers,
      scheduler,
    ],
    // Somebody waits for a node that lives, and that is only slow.
    hardCase: receivers.flatMap((id) =>
      prefills.map((node) => (view: View) => isWaitingFor(view, id, node) && !isDead(view, node)),
    ),
  });
}
