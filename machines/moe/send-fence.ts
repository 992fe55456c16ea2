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
