/** What is asked for: from the configuration, not from the wiring. */
export interface Asked {
  readonly tokens: number;
  /** Chunks of a prompt whose prefix is not stored. */
  readonly chunks: number;
  /** Parts of a transfer. */
  readonly handles: number;
  readonly retries: number;
  readonly overtakes: number;
  readonly drafts: number;
  readonly tail: number;
  /** By request: pages of its prompt. */
  readonly prompts: readonly number[];
  /** Pages that an answer needs beyond them. */
  readonly growth: number;
  /** Whether what tells of an abort may be lost. */
  readonly isLossy: boolean;
  /** Whether the router is the model's own, whose counts of the nodes' work are known. */
  readonly countsLoads: boolean;
  /** Whether a request may be tried again, or be given to one of several decode nodes. */
  readonly mayMove: boolean;
}
