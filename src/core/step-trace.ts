/** What a step can fail by, in the order of the core's operations. */
export const FAILURES = ['specified-reception', 'channel-capacity', 'no-exception'] as const;
export type FailureKind = (typeof FAILURES)[number];

/** What of a cell: of a queue's, its head, which is taken, or its tail, to which is pushed. Either can be done first where both can be done. */
export type End = 'whole' | 'head' | 'tail';

/** A cell of the state vector, or one end of it. Of a cell it is always the whole that is meant, or always one of its ends. */
export interface Place {
  readonly cell: number;
  readonly end: End;
}

/** What a step does next, in the order in which it does it. */
export type StepEvent =
  | { readonly does: 'set'; readonly cell: number; readonly before: number; readonly after: number }
  | {
      readonly does: 'map';
      readonly cell: number;
      /** Its edges lead from each value of the cell to the one after it, or to `FULL`. */
      readonly node: number;
      readonly before: number;
      readonly after: number;
      readonly isBlockedWhenFull: boolean;
      /** What of the cell it is about. */
      readonly end: End;
    }
  | { readonly does: 'read'; readonly cell: number; readonly value: number }
  | { readonly does: 'mark' };

/** A step as it went once. */
export interface StepTrace {
  readonly flags: number;
  readonly events: readonly StepEvent[];
  readonly ended: 'done' | 'blocked' | FailureKind;
}
