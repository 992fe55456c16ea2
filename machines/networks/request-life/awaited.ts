import type { View, WaitsFor } from '../../../src/index.js';
import type { PagesContext } from '../../serving/decode-page-list.js';
import type { ReceiveContext } from '../../serving/receive-attempt.js';
import type { GlobalSchedulerContext } from '../../serving/global-scheduler.js';
import type { PrefillSchedulerContext } from '../../serving/prefill-tasks.js';
import { attemptText, listed, nodeOf, nodeText } from './words-of-parts.js';

/** What clients, the background threads of decode nodes, and prefill nodes wait for, and the pages that are to come back. */
export function waitsFor(view: View, id: string): readonly WaitsFor[] {
  if (id.startsWith('client.')) return view.matches(id, 'open') ? [endAwaited(view, id)] : [];
  if (id.endsWith('.scheduler')) return view.matches(id, { alive: 'holding' }) ? readsAwaited(view, id) : [];
  if (id.endsWith('.pages')) return view.matches(id, 'alive') ? pagesKept(view, id) : [];
  if (!id.includes('.receive.')) return [];
  if (view.matches(id, { alive: 'queued' })) return [pagesAwaited(view, id)];
  return view.matches(id, { alive: 'routed' }) ? [prefillAwaited(view, id)] : [];
}

/** A client waits for whoever has its request. */
function endAwaited(view: View, id: string): WaitsFor {
  const request = Number(id.split('.')[1]);
  const open = view
    .context<GlobalSchedulerContext>('scheduler')
    .open.find((each) => each.request === request);
  const receiver = open === undefined || open.node === '' ? undefined : `${open.node}.receive.${request}`;
  const given = { to: id, event: { type: 'ENDED', outcome: 'done', reason: '' } };
  return receiver === undefined
    ? { of: [], words: 'waits for its answer, which nobody is at work on', given }
    : { of: [receiver], words: `waits for its answer, which ${nodeText(receiver)} has taken on`, given };
}

/** A prefill node waits for those who are to read what it has computed. */
function readsAwaited(view: View, id: string): WaitsFor[] {
  const { tasks } = view.context<PrefillSchedulerContext>(id);
  return tasks
    .filter(({ isRead }) => !isRead)
    .map(({ request, attempt, receiver }) => {
      const isWaiting = view.matches(receiver, { alive: 'routed' });
      const what = attemptText({ request, attempt });
      return {
        of: isWaiting ? [receiver] : [],
        words: isWaiting
          ? `holds KV of ${what} until ${nodeText(receiver)} has read it`
          : `holds KV of ${what}, for which ${nodeText(receiver)} does not wait any more, until it is told so`,
        given: { to: id, event: { type: 'ABORT', request, attempt } },
      };
    });
}

/** Pages of a decode node that have not come back. */
function pagesKept(view: View, id: string): WaitsFor[] {
  const { pages } = view.context<PagesContext>(id);
  return pages.flatMap(({ request: owner, transfer }, page) => {
    const by = owner ?? transfer;
    if (by === null) return [];
    const { request, attempt } = by;
    const receiver = `${nodeOf(id)!}.receive.${request}`;
    const isOver = view.matches(receiver, { alive: 'absent' });
    const what = `page ${page} is kept for ${owner === null ? 'the transfer of ' : ''}${attemptText(by)}`;
    return [
      {
        of: isOver ? [] : [receiver],
        gone: isOver ? [receiver] : [],
        words: `${what}${isOver ? ', of which its node knows no more' : ''}`,
        given: { to: id, event: { type: owner === null ? 'UNPIN' : 'LET_GO', request, attempt } },
      },
    ];
  });
}

/** Who waits for pages waits for those who have them. */
function pagesAwaited(view: View, id: string): WaitsFor {
  const { request, attempt, prompt } = view.context<ReceiveContext>(id);
  const node = nodeOf(id)!;
  const { pages } = view.context<PagesContext>(`${node}.pages`);
  const owners = pages.flatMap((page) => [page.request, page.transfer].filter((owner) => owner !== null));
  const holders = [...new Set(owners.map((owner) => `${node}.receive.${owner.request}`))];
  const given = {
    to: id,
    event: { type: 'GRANTED', request, attempt, pages: Array.from({ length: prompt }, (_, page) => page) },
  };
  const needs = `waits for ${prompt} of ${pages.length} pages of ${nodeText(id)}`;
  const held = listed([...new Set(owners.map(attemptText))]);
  return holders.length === 0
    ? {
        of: [],
        words: prompt > pages.length ? `${needs}: there are not as many` : `${needs}, all of which are free`,
        given,
      }
    : { of: holders, words: `${needs}, which ${held} ${holders.length > 1 ? 'have' : 'has'}`, given };
}

/** Who waits for a prefill waits for a node that lives, and that has it. */
function prefillAwaited(view: View, id: string): WaitsFor {
  const { request, attempt, prefill } = view.context<ReceiveContext>(id);
  const what = attemptText({ request, attempt });
  if (prefill === '') {
    const event = { type: 'NO_NODE', request, attempt };
    return {
      of: ['router'],
      words: `waits for the router to choose a node for ${what}`,
      given: { to: id, event },
    };
  }
  const given = { to: id, event: { type: 'PREFILL_ABORTED', request, attempt, node: prefill } };
  const awaits = `waits for word of ${nodeText(prefill)} on ${what}`;
  if (view.matches(`${prefill}.health`, 'dead')) return { of: [], words: `${awaits}, which is dead`, given };
  const { tasks } = view.context<PrefillSchedulerContext>(`${prefill}.scheduler`);
  const hasIt = tasks.some((task) => task.request === request && task.attempt === attempt && !task.isDropped);
  return hasIt
    ? { of: [`${prefill}.scheduler`], words: awaits, given }
    : {
        of: [],
        words: `waits, though ${nodeText(prefill)} does not have ${what} any more, for word of it`,
        given,
      };
}
