/** What is known of a chart at a moment. */
export interface ChartMoment {
  /** Ids of the active states. */
  readonly present: ReadonlySet<string>;
  /** Those of them that were entered in the step. */
  readonly entered: ReadonlySet<string>;
  /** Ids of states that were left in the step. */
  readonly left: ReadonlySet<string>;
  /** Indices of the arrows that were taken in it. */
  readonly taken: ReadonlySet<number>;
}
