import type { RequestLifeWiring } from '../../machines/networks/request-life/wiring.js';
import { always, monitor, type Property, type View } from '../../src/index.js';
import type { Asked } from './asked.js';
import { atOnce } from './at-once.js';
import { endsAsTold, mayFailForGood } from './ends-as-told.js';
import { failsForCause, lifeOf, mishapsIn } from './fails-for-cause.js';
import { answerInOrder, nothingAfterTheEnd, ownTokens, tokensOfThisAttempt } from './monitors/answer.js';
import { prefilledOnce, retriesWithinBound } from './monitors/attempts.js';
import { brokenGivesNoToken } from './monitors/broken-gives-no-token.js';
import { reasonIsRight } from './monitors/reason-is-right.js';
import { requestEnds } from './monitors/request-ends.js';
import { batchOf, hasEnded, openOf, receiversOf, tasksOf, underWay } from './situations.js';

/** What must be true of the request of each client. */
export function clientClaims(wiring: RequestLifeWiring, asked: Asked, request: number): Property[] {
  const { clients, prefills } = wiring;
  const client = clients[request]!;
  const receivers = receiversOf(wiring, request);
  const { aborts, deaths, by, pages } = wiring.shape;
  const isTooLarge = asked.prompts[request]! + asked.growth > pages;
  const mayFail = aborts + deaths > 0 && !isTooLarge;
  const mayBreak = aborts > 0 && (by === 'any' || by === 'transport') && !isTooLarge;
  const mayLeave = aborts > 0 && (by === 'any' || by === 'client');
  return [
    ...(isTooLarge || mayLeave || mayFailForGood(wiring.shape) ? [endsAsTold(client)] : []),
    ...(mayFail || isTooLarge ? [rightReason(wiring, isTooLarge, request)] : []),
    ...(mayBreak ? [noTokenOfBroken(wiring, request)] : []),
    monitor(
      `every-request-ends of ${client}`,
      requestEnds,
      { tokens: asked.tokens },
      {
        from: [client],
        // No node has anything to do with it, and its client waits.
        hardCase: (view) =>
          view.matches(client, 'open') &&
          receivers.every((id) => view.matches(id, { alive: 'absent' }) || view.matches(id, 'dead')),
      },
    ),
    monitor(
      `prefilled-once of ${client}`,
      prefilledOnce,
      { request },
      {
        from: prefills.map((node) => node.scheduler),
        // A prefill node has it, and has not begun with it: it could be given once more.
        hardCase: (view) =>
          prefills.some((node) =>
            tasksOf(view, node).some((task) => task.request === request && task.left !== 0),
          ),
      },
    ),
    ...(mayShareBatch(wiring, asked, request) ? [tokensOfItsOwn(wiring, request)] : []),
    ...(asked.mayMove ? whenMoved(wiring, asked, request) : []),
    ...(mayFail ? [failsForCause(wiring, asked.retries, request)] : []),
  ];
}

/**
 * Whether a request may be in a batch with others: a decode node may have them all, and has pages for them. The first to be ready makes a token alone; so that of answers of
 * one token there must be two that are ready then.
 */
function mayShareBatch({ shape }: RequestLifeWiring, asked: Asked, request: number): boolean {
  const { prompts, growth, tokens, countsLoads } = asked;
  const others = prompts.toSpliced(request, 1).sort((one, other) => one - other);
  const least = tokens > 1 ? 1 : 2;
  const pages = others.slice(0, least).reduce((sum, prompt) => sum + prompt, prompts[request]! + growth);
  return (
    others.length >= least &&
    pages <= shape.pages &&
    atOnce(shape, { at: 0, nodes: shape.decodes, countsLoads }) > least
  );
}

/** What was computed for others that are in the same batch. */
const tokensOfItsOwn = ({ clients, decodes }: RequestLifeWiring, request: number): Property =>
  monitor(
    `own-tokens of ${clients[request]!}`,
    ownTokens,
    { request },
    {
      from: [clients[request]!],
      // A step computes tokens for it, and for others.
      hardCase: (view) =>
        decodes.some((node) => {
          const batch = batchOf(view, node);
          return batch.length > 1 && batch.some((member) => member.request === request);
        }),
    },
  );

/** What a client is told of why its request has failed. */
function rightReason(wiring: RequestLifeWiring, isTooLarge: boolean, request: number): Property {
  const { clients, prefills, decodes } = wiring;
  const client = clients[request]!;
  return monitor(
    `reason-is-right of ${client}`,
    reasonIsRight,
    {
      request,
      isTooLarge,
      nodes: { prefill: prefills.map(({ node }) => node), decode: decodes.map(({ node }) => node) },
    },
    {
      from: lifeOf(wiring, request),
      // There is cause for it to fail, and it has not ended.
      hardCase: (view) => view.matches(client, 'open') && (isTooLarge || mishapsIn(view, wiring) > 0),
    },
  );
}

/** What comes of a transfer that breaks. */
function noTokenOfBroken(wiring: RequestLifeWiring, request: number): Property {
  const { clients, scheduler, mishaps } = wiring;
  return monitor(
    `broken-gives-no-token of ${clients[request]!}`,
    brokenGivesNoToken,
    { request },
    {
      from: [mishaps, scheduler, clients[request]!],
      // The attempt has been struck, and the global scheduler does not know yet that it fails.
      hardCase: receiversOf(wiring, request).map(
        (id) => (view: View) =>
          mishapsIn(view, wiring) > 0 &&
          underWay(view, id, scheduler, 'FAILED').some(
            ({ attempt }) => openOf(view, scheduler, request)?.attempt === attempt,
          ),
      ),
    },
  );
}

/** What must be true of a request that is given up, tried again, or given to one of several decode nodes. */
function whenMoved(wiring: RequestLifeWiring, { retries }: Asked, request: number): Property[] {
  const { clients, scheduler, decodes } = wiring;
  const client = clients[request]!;
  const decoders = (view: View) =>
    decodes.filter((node) => batchOf(view, node).some((member) => member.request === request));
  return [
    monitor(`nothing-after-the-end of ${client}`, nothingAfterTheEnd, undefined, {
      from: [client],
      // A token of it is on its way, and its client has been told the end.
      hardCase: decodes.map(
        ({ loop }) =>
          (view: View) =>
            hasEnded(view, client) &&
            underWay(view, loop, scheduler, 'TOKEN').some((token) => token.request === request),
      ),
    }),
    monitor(`answer-in-order of ${client}`, answerInOrder, undefined, {
      from: [client],
      // It is tried again, nobody has begun to decode it, and its client has tokens of an attempt before.
      hardCase: (view) => {
        const open = openOf(view, scheduler, request);
        return open !== undefined && open.attempt > 1 && open.told > 0 && decoders(view).length === 0;
      },
    }),
    ofThisAttempt(wiring, request),
    monitor(
      `retries-within-bound of ${client}`,
      retriesWithinBound,
      { request, retries },
      { from: [scheduler], hardCase: (view) => openOf(view, scheduler, request)?.attempt === retries + 1 },
    ),
    always(`decoded-by-one of ${client}`, {
      then: (view) => decoders(view).length <= 1,
      // It is decoded, and had been decoded before by a node that has died, or that has given it up.
      hardCase: (view) => {
        const [node] = decoders(view);
        return (
          node !== undefined &&
          batchOf(view, node).some((member) => member.request === request && member.attempt > 1)
        );
      },
    }),
  ];
}

/** An answer has tokens of the attempt that was begun last only. */
function ofThisAttempt({ clients, scheduler, decodes }: RequestLifeWiring, request: number): Property {
  const client = clients[request]!;
  return monitor(
    `tokens-of-this-attempt of ${client}`,
    tokensOfThisAttempt,
    { request },
    {
      from: [client, scheduler],
      // A token of an attempt that has been given up is on its way.
      hardCase: decodes.map(({ loop }) => (view: View) => {
        const open = openOf(view, scheduler, request);
        return underWay(view, loop, scheduler, 'TOKEN').some(
          (token) => token.request === request && open !== undefined && token.attempt < open.attempt,
        );
      }),
    },
  );
}
