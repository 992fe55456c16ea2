import type { ExploreOptions } from '../explore/explore-options.js';
import type { ExploreResult } from '../explore/explore-result.js';
import { exploration } from '../explore/explore.js';
import { doWithPauses, type Pieces } from '../explore/pieces.js';
import { type Evidence, evidencesOf, type TraceOptions, witnessEvidence } from './evidence.js';
import { type RunWatch, searchWatch } from './progress.js';
import type { Chosen } from './subject.js';

/** A witness whose way was asked for; without evidence it was not reached. */
export interface ShownWitness {
  readonly property: string;
  readonly evidence?: Evidence;
}

/** What an exploration found, confirmed. */
export interface Explored {
  readonly result: ExploreResult;
  readonly evidence: readonly Evidence[];
  /** In the order of asking, see `ExploreOptions.show`. */
  readonly witnesses: readonly ShownWitness[];
}

type Options = Omit<ExploreOptions, 'signal' | 'onProgress' | 'onQuestion'>;

/** Explores a network, and confirms and renders what it found. */
export function* explored(
  chosen: Chosen,
  options: Options,
  traces: TraceOptions,
  watch: RunWatch,
): Pieces<Explored> {
  const result = yield* exploration(chosen.network, { ...options, ...searchWatch(watch) });
  watch.onSearched?.();
  const evidence = evidencesOf(chosen, result.violations, traces);
  const witnesses = [...new Set(options.show)].map((property): ShownWitness => {
    const witness = result.witnesses.find((each) => each.property === property);
    if (witness === undefined) return { property };
    return { property, evidence: witnessEvidence(chosen, witness, traces) };
  });
  return { result, evidence, witnesses };
}

/** As `exploreAsync`, with what it found confirmed. */
export function exploreConfirmed(
  chosen: Chosen,
  options: Options,
  traces: TraceOptions,
  watch: RunWatch,
): Promise<Explored> {
  return doWithPauses(explored(chosen, options, traces, watch));
}
