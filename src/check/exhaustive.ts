import type { ExploreOptions } from '../explore/explore-options.js';
import type { ExploreResult } from '../explore/explore-result.js';
import { exploration } from '../explore/explore.js';
import { doWithPauses, type Pieces } from '../explore/pieces.js';
import { minimise } from '../counterexample/minimise.js';
import { tookPart } from './took-part.js';
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

/** Seconds that may be spent on one counterexample, where a search of all states is too much. */
const SHRINKING_SECONDS_MAX = 60;

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
  // A way that a reduction has found has steps in it that it need not have.
  const violations = result.violations.map((violation) =>
    tookPart(result.reduction) === undefined
      ? violation
      : minimise(chosen.network, violation, {
          statesMax: 1,
          secondsMax: SHRINKING_SECONDS_MAX,
          ...(watch.signal === undefined ? {} : { signal: watch.signal }),
        }),
  );
  const evidence = evidencesOf(chosen, violations, traces);
  const witnesses = [...new Set(options.show)].map((property): ShownWitness => {
    const witness = result.witnesses.find((each) => each.property === property);
    if (witness === undefined) return { property };
    return { property, evidence: witnessEvidence(chosen, witness, traces) };
  });
  return { result: { ...result, violations }, evidence, witnesses };
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
