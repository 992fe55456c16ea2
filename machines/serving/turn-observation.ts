/** Of who serves others one after the other: somebody waits for his turn, has it, or waits no longer. */
export interface TurnObservation {
  readonly type: 'QUEUED' | 'SERVED' | 'WITHDRAWN';
  readonly owner: string;
}
