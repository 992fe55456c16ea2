import { produce } from 'immer';
import type { PostedWrite } from '../interconnect/ub-port.js';

/**
 * What a sending operator knows of its own writes, and when it takes them as done. The flag may follow only when every write
 * before it is *visible* at its destination; weaker fences are the faults A1 and A2.
 *
 * - `visible`: all writes can be seen at their destinations (pipe barrier and release fence);
 * - `issued`: all writes have left the pipe, and may still be under way on the fabric (pipe barrier only);
 * - `none`: the flag is stored at once, past the writes in the pipe.
 */
export type SendFence = 'visible' | 'issued' | 'none';

/** Counts of an operator's own writes. */
export interface Outstanding {
  /** In the pipe, not yet issued. */
  readonly inPipe: number;
  /** In the pipe or on the fabric, not yet visible. */
  readonly unseen: number;
}

export const NOTHING_OUTSTANDING: Outstanding = { inPipe: 0, unseen: 0 };

export function isFenced(outstanding: Outstanding, fence: SendFence): boolean {
  if (fence === 'none') return true;
  return fence === 'issued' ? outstanding.inPipe === 0 : outstanding.unseen === 0;
}

/** Ids of the components that a sending operator talks to. */
export interface OperatorWiring {
  readonly self: string;
  readonly stream: string;
  readonly port: string;
  /** Halves of the receive buffers that it writes to, by die. */
  readonly windows: readonly (readonly string[])[];
}

/** A write that has not been posted yet. */
export type UnsentWrite = Omit<PostedWrite, 'type'>;

/** The sending half of an operator: what FusedDispatch and FusedCombine have in common. */
export interface Sending {
  /** Writes that one send step posts. */
  readonly chunk: number;
  readonly unsent: readonly UnsentWrite[];
  readonly outstanding: Outstanding;
}

/** The writes that the next send step posts. */
export function nextChunk({ unsent, chunk }: Sending): PostedWrite[] {
  return unsent.slice(0, chunk).map((write) => ({ type: 'POST', ...write }));
}

/** After a send step: its writes are in the pipe. */
export function withChunkPosted<T extends Sending>(context: T): T {
  const posted = nextChunk(context).length;
  return changed(context, {
    unsent: context.unsent.slice(posted),
    outstanding: {
      inPipe: context.outstanding.inPipe + posted,
      unseen: context.outstanding.unseen + posted,
    },
  });
}

/** After the port has issued one of the operator's writes. */
export function withOneIssued<T extends Sending>(context: T): T {
  const { inPipe, unseen } = context.outstanding;
  return changed(context, { outstanding: { inPipe: inPipe - 1, unseen } });
}

/** After one of the operator's writes has become visible at its destination. */
export function withOneVisible<T extends Sending>(context: T): T {
  const { inPipe, unseen } = context.outstanding;
  return changed(context, { outstanding: { inPipe, unseen: unseen - 1 } });
}

function changed<T extends Sending>(context: T, parts: Partial<Sending>): T {
  return produce(context, (draft) => {
    Object.assign(draft, parts);
  });
}
