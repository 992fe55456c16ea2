import type { Step, View } from '../../../src/index.js';
import type { ReceiveContext } from '../../serving/receive-attempt.js';
import { attemptText, nodeText } from './words-of-parts.js';

type Message = Extract<Step, { readonly from: string }>;

interface Told {
  readonly type: string;
  readonly request: number;
  readonly attempt: number;
  readonly index?: number;
  readonly reason?: string;
  readonly isWhole?: boolean;
}

/** What nodes tell each other, as it arrives or is lost. */
export function messageText(step: Message, before: View, after: View | undefined): string | undefined {
  const { from, to, kind } = step;
  const told = step.event as unknown as Told;
  const says = saidBy(told, from);
  if (says === undefined) return undefined;
  const who = to === 'scheduler' ? 'the global scheduler' : nodeText(to);
  if (kind === 'drop') return `the word to ${who} ${says} is lost`;
  return `${who} is told ${says}${comesOfIt(told, to, before, after)}`;
}

function saidBy(told: Told, from: string): string | undefined {
  const what = attemptText(told);
  switch (told.type) {
    case 'PREFILL_DONE':
      return `that ${nodeText(from)} has ${told.isWhole === false ? 'ended with' : 'computed'} the prompt of ${what}`;
    case 'PREFILL_ABORTED':
      return `that ${nodeText(from)} has given ${what} up`;
    case 'ABORT':
      return `that nobody waits for ${what} any more`;
    case 'RELEASE':
      return `that it need not hold the KV of ${what} any longer`;
    case 'TOKEN':
      return `token ${told.index} of ${what}`;
    case 'FINISHED':
      return `that ${what} is done`;
    case 'FAILED':
      return `that ${what} has failed: ${told.reason}`;
    default:
      return undefined;
  }
}

/** What the receiver does about it. */
function comesOfIt(told: Told, to: string, before: View, after: View | undefined): string {
  if (after === undefined || !to.includes('.receive.')) return '';
  if (told.type === 'ABORT' && after.matches(to, { alive: 'draining' })) return '; its transfer goes on';
  if (told.type !== 'PREFILL_DONE') return '';
  const begins =
    !before.matches(to, { alive: 'transferring' }) && after.matches(to, { alive: 'transferring' });
  const { attempt } = before.context<ReceiveContext>(to);
  if (!begins) {
    const isWaiting = before.matches(to, { alive: 'routed' }) && attempt === told.attempt;
    return isWaiting ? ', and cannot read it: the node is dead' : ', for which it does not wait';
  }
  return attempt === told.attempt
    ? ', and the transfer begins'
    : `, and takes it for attempt ${attempt}: the transfer begins`;
}
