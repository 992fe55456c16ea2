import type { NetworkTelling, Step, View } from '../../../src/index.js';
import type { Content } from '../../serving/decode-page-list.js';
import type { LoopContext } from '../../serving/decode-loop.js';
import type { ReceiveContext } from '../../serving/receive-attempt.js';
import type { PrefillTask } from '../../serving/prefill-tasks.js';
import type { WorkerContext } from '../../serving/prefill-worker.js';
import { messageText } from './message-words.js';
import { waitsFor } from './awaited.js';
import { attemptText, listed, nodeOf, nodeText } from './words-of-parts.js';
import { lifeObserved } from './life-observed.js';

/** Sentences for the counterexamples of a request's life: requests, nodes and pages in place of components, events and contexts. */
export const requestLifeWords: Pick<NetworkTelling, 'describe' | 'group' | 'waitsFor'> = {
  group: (id) => [(nodeOf(id) ?? (id.startsWith('client.') ? id : 'scheduler and router')).replace('.', ' ')],
  describe: {
    step: (step, before, after) => stepText(step, before, after),
    move: moveText,
    observed: lifeObserved,
    place: (id, [field, page]) => {
      if (field === 'tasks') return `the work of ${nodeText(id)}`;
      return field === 'pages' && page !== undefined ? `page ${page} of ${nodeText(id)}` : undefined;
    },
    cell: (_, [field, , part], value) => {
      if (field === 'tasks') return workText(value as readonly PrefillTask[] | undefined);
      return field === 'pages' && part === 'content' ? contentText(value) : undefined;
    },
    change: (_, [field, , part], before, after) => {
      if (field === 'tasks')
        return workText(before as never) === workText(after as never) ? 'moved on' : 'changed';
      if (field !== 'pages' || part !== 'content') return undefined;
      if (after === null) return 'given back';
      return before === null ? 'written' : 'overwritten';
    },
  },
  waitsFor,
};

function workText(tasks: readonly PrefillTask[] = []): string {
  const wanted = tasks.filter(({ isDropped }) => !isDropped);
  return wanted.length === 0 ? 'nothing' : `the prompt of ${listed(wanted.map(attemptText))}`;
}

function contentText(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  const content = value as Content;
  const what = content.of > 1 ? `${content.parts} of ${content.of} parts of the KV` : 'KV';
  return `${what} of ${attemptText(content)}${content.isWhole ? '' : ', not all of it'}`;
}

function stepText(step: Step, before: View, after: View | undefined): string | undefined {
  switch (step.kind) {
    case 'stimulus':
      return mishapText(step.event as never, before);
    case 'timer':
      return timerText(step.component, step.timer.split(' ')[0]!, before, after);
    case 'crash':
      return undefined;
    default:
      return messageText(step, before, after);
  }
}

/** What goes wrong. */
function mishapText(
  { type, to, request }: { readonly type: string; readonly to: string; readonly request?: number },
  before: View,
): string | undefined {
  if (type === 'LEAVE') return `${clientText(to)} leaves`;
  if (type === 'DIE') return `${nodeText(to)} dies`;
  if (type === 'GIVE_UP') return `${nodeText(to)} gives request ${request} up`;
  if (type !== 'BREAK') return undefined;
  const { request: broken, handles, prefill } = before.context<ReceiveContext>(to);
  const part = handles > 1 ? 'one part of the transfer' : 'the transfer';
  return `${part} of request ${broken} from ${nodeText(prefill)} to ${nodeText(to)} breaks`;
}

const clientText = (id: string): string => `client ${id.split('.')[1]}`;

function timerText(id: string, timer: string, before: View, after: View | undefined): string | undefined {
  const node = nodeText(id);
  switch (timer) {
    case 'arrive':
      return `${clientText(id)} asks${after === undefined ? '' : arrivedText(Number(id.split('.')[1]), after)}`;
    case 'hit':
      return `${node} finds the prefix of ${chunkText(id, before)} stored`;
    case 'miss':
      return `${node} finds nothing stored of ${chunkText(id, before)}`;
    case 'compute': {
      const { chunk } = before.context<WorkerContext>(id);
      const what = chunk?.left === 1 ? 'has computed the prompt' : 'has computed a chunk of the prompt';
      return `${node} ${what} of ${chunkText(id, before)}`;
    }
    case 'store':
      return `${node} has stored KV of ${attemptText(before.context<WorkerContext>(id).toStore[0]!)}`;
    case 'land':
      return landText(id, before);
    case 'step':
      return loopText(id, before);
    case 'reset':
      return `${node} is reset`;
    case 'patience':
      return patienceText(id, before, after);
    default:
      return undefined;
  }
}

const chunkText = (id: string, view: View): string =>
  attemptText(view.context<WorkerContext>(id).chunk ?? { request: 0, attempt: 1 });

/** Where a request has come to that has arrived. */
function arrivedText(request: number, after: View): string {
  const receiver = after.components.find(
    (id) =>
      id.endsWith(`.receive.${request}`) &&
      !after.matches(id, { alive: 'absent' }) &&
      !after.matches(id, 'dead'),
  );
  if (receiver === undefined) return '';
  if (after.matches(receiver, { alive: 'queued' }))
    return `; ${nodeText(receiver)} has no pages for it, and defers it`;
  const { prefill } = after.context<ReceiveContext>(receiver);
  const reserves = `; ${nodeText(receiver)} reserves pages for it`;
  return prefill === '' ? reserves : `${reserves}, and ${nodeText(prefill)} is to compute its prompt`;
}

function landText(id: string, before: View): string {
  const { open, handles, request, attempt } = before.context<ReceiveContext>(id);
  const part = handles > 1 ? `${open === 1 ? 'the last' : 'a'} part of the KV` : 'the KV';
  const of = attemptText({ request, attempt });
  const over = before.matches(id, { alive: 'draining' }) ? ', which is over,' : '';
  return `${part} of ${of}${over} lands at ${nodeText(id)}`;
}

function loopText(id: string, before: View): string {
  const { batch } = before.context<LoopContext>(id);
  const [dropped, others] = [batch.filter((each) => each.isDropped), batch.filter((each) => !each.isDropped)];
  const isStalled = ({ made, growth }: (typeof batch)[number]) => made > 0 && growth > 0;
  const made = others.filter((each) => !isStalled(each));
  const parts = [
    ...(made.length > 0 ? [`makes a token for ${listed(made.map(attemptText))}`] : []),
    ...(made.length < others.length
      ? [`has no page for the next token of ${listed(others.filter(isStalled).map(attemptText))}`]
      : []),
    ...(dropped.length > 0 ? [`takes ${listed(dropped.map(attemptText))} out of its batch`] : []),
  ];
  return `${nodeText(id)} ${listed(parts)}`;
}

function patienceText(id: string, before: View, after: View | undefined): string {
  if (id === 'scheduler') return 'the global scheduler has waited long, and asks the decode nodes';
  if (id.endsWith('.scheduler')) return `${nodeText(id)} has held KV for long, and asks who is to read it`;
  const { prefill, request, attempt } = before.context<ReceiveContext>(id);
  const asks = `${nodeText(id)} has waited long for ${attemptText({ request, attempt })}, and asks ${nodeText(prefill)}`;
  if (after === undefined || !after.matches(id, { alive: 'absent' })) return asks;
  return before.matches(`${prefill}.health`, 'up')
    ? `${asks}, which does not know it`
    : `${asks}, which does not answer`;
}

function moveText(id: string, before: View, after: View): string | undefined {
  if (id.startsWith('client.')) {
    if (before.matches(id, 'idle') && !after.matches(id, 'idle')) return `${clientText(id)} asks`;
    if (!before.matches(id, 'done') && after.matches(id, 'done')) return `${clientText(id)} has its answer`;
    if (!before.matches(id, 'failed') && after.matches(id, 'failed'))
      return `${clientText(id)} is told that it has failed`;
    if (!before.matches(id, 'aborted') && after.matches(id, 'aborted')) return `${clientText(id)} has left`;
    return undefined;
  }
  if (id.endsWith('.worker')) {
    const [was, is] = [before.context<WorkerContext>(id).chunk, after.context<WorkerContext>(id).chunk];
    if (was !== null && (is === null || is.request !== was.request || is.attempt !== was.attempt))
      return `${nodeText(id)} has computed ${attemptText(was)}`;
    return undefined;
  }
  return id.includes('.receive.') ? receiverMove(id, before, after) : undefined;
}

function receiverMove(id: string, before: View, after: View): string | undefined {
  const has = (view: View, state: string) => view.matches(id, { alive: state });
  const { request, attempt } = after.context<ReceiveContext>(id);
  const what = attemptText({ request, attempt });
  const comes = (state: string) => !has(before, state) && has(after, state);
  if (comes('queued')) return `${what} waits for pages of ${nodeText(id)}`;
  if (comes('routed')) return `${what} has pages of ${nodeText(id)}`;
  if (comes('transferring')) return `the transfer of ${what} to ${nodeText(id)} has begun`;
  if (comes('ready')) return `the KV of ${what} is at ${nodeText(id)}`;
  if (comes('decoding')) return `${nodeText(id)} decodes ${what}`;
  if (has(before, 'decoding') && has(after, 'absent'))
    return `${nodeText(id)} is done with request ${request}`;
  return undefined;
}
