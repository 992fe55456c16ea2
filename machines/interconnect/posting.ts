import { castDraft, type Draft, produce } from 'immer';
import type { AddHead, AddTail, Read, Write } from './ring-protocol.js';
import type { Credit, Post } from './ub-path.js';

/** A remote operation, and the component at whose memory it is aimed. */
export interface Operation {
  readonly to: string;
  readonly message: Write | Read | AddTail | AddHead;
}

/** What whoever posts operations to the path of its die has to know. */
export interface PostingInput {
  readonly self: string;
  readonly path: string;
  /** The path counts the operations under way: each completion gives it a credit back. */
  readonly isCredited: boolean;
}

export interface Posting extends PostingInput {
  /** In the pipe, oldest first. */
  readonly posted: readonly Operation[];
}

/** An operation has left the writer's pipe and is under way. */
export interface OperationIssued {
  readonly type: 'ISSUED';
  readonly operation: Operation['message']['type'];
}

export const postOf = ({ self }: Posting): Post => ({ type: 'POST', writer: self });

export const CREDIT: Credit = { type: 'CREDIT' };

export function withPosted<T extends Posting>(context: T, operation: Operation): T {
  return produce(context, (draft) => {
    (draft as Draft<Posting>).posted.push(castDraft(operation));
  });
}

export function withOldestIssued<T extends Posting>(context: T): T {
  return produce(context, (draft) => {
    (draft as Draft<Posting>).posted.shift();
  });
}
