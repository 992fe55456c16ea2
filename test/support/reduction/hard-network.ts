import type { Network } from '../../../src/index.js';

/** A small network in which a careless rule takes a step alone that must not be taken so; or misses one that may. */
export interface HardNetwork {
  readonly name: string;
  /** What the careless rule does not look at. */
  readonly why: string;
  readonly network: Network;
  /** Of the full graph. */
  readonly states: number;
  readonly terminal: number;
  /** Names of all that is violated in it, and of witnesses, sorted; without what only progress checks tell. */
  readonly violated: readonly string[];
  readonly met?: readonly string[];
  /** The least margins. */
  readonly margins?: Readonly<Record<string, number>>;
  /** The steps to a state, and the step that is not to be taken alone there; or, with others, the choice that is not. */
  readonly wrong?: TakenAlone;
  /** What a search loses that takes the wrong step alone, and every other one as it should. */
  readonly loses?: readonly string[];
  /** Likewise a step, or a choice, that may be taken alone. */
  readonly right?: TakenAlone;
}

interface TakenAlone {
  readonly after: readonly string[];
  readonly step: string;
  readonly others?: readonly string[];
}
