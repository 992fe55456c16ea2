import type { ExploreResult } from '../explore/explore-result.js';
import { BUDGET_OPTIONS, type Budgets, type Exhausted } from '../explore/budget.js';
import { exploration } from '../explore/explore.js';
import { doAtOnce, doWithPauses, type Pieces } from '../explore/pieces.js';
import { type SearchProgress, type SearchWatch, WATCH_OPTIONS } from '../explore/search.js';
import { CheckError, messageOf } from '../network/errors.js';
import { type NetworkFamily, refuseUnknownFamilyKeys, type Sweep } from '../network/family.js';
import { refuseUnknownOptions } from '../network/known-keys.js';
import { listed, suggestion } from '../network/nearest.js';
import type { Configuration } from '../network/parameters.js';
import { type Design, designsOf } from '../network/sweep.js';
import { confirm, evidencesOf } from './evidence.js';
import type { ExhaustiveRun } from './result.js';
import { type Chosen, choose, notableOf, type Subject } from './subject.js';

/** What became of one design, and how many states were seen for it. */
export type DesignVerdict = { readonly states: number } & (
  | { readonly verdict: 'holds' }
  /** `steps` is the length of a shortest counterexample; a witness that is never reached has none. */
  | { readonly verdict: 'violated'; readonly property: string; readonly steps?: number }
  | { readonly verdict: 'inconclusive'; readonly budget: Exhausted }
);

/** A design that was judged. */
export interface SweepCell extends Design {
  /** All parameters, those with defaults included. */
  readonly parameters: Configuration;
  readonly outcome: DesignVerdict;
}

/** A sweep that was made, or begun; a design that an interruption left out is inconclusive. */
export interface SweepOutcome {
  readonly network: string;
  readonly name: string;
  readonly sweep: Sweep;
  /** Row after row. */
  readonly cells: readonly SweepCell[];
}

/** Which design of a sweep it is about: the first is 1. */
export interface DesignPosition {
  readonly design: number;
  readonly designs: number;
  readonly labels: readonly string[];
  readonly subject: Subject;
}

export interface SweepOptions extends Budgets, Pick<SearchWatch, 'onQuestion'> {
  /** Told before each design, and every 50 ms or so of its exploration. */
  readonly onProgress?: (progress: DesignPosition & { readonly search?: SearchProgress }) => void;
  /**
   * Told of each design that is judged, with the seconds that it took.
   *
   * @param runOf what was found, as a check has it: its counterexamples are explained when it is called
   */
  readonly onDesign?: (
    position: DesignPosition,
    outcome: DesignVerdict,
    seconds: number,
    runOf: () => ExhaustiveRun,
  ) => void;
}

const SWEEP_OPTIONS = { ...BUDGET_OPTIONS, ...WATCH_OPTIONS, onDesign: true } as const;

/**
 * Explores every design of a family's sweep, one after the other, each to its end or its first violation. The budgets are those of each.
 *
 * @throws CheckError for a sweep that the family does not have, one without designs, or one with a design that is impossible
 */
export function sweep(family: NetworkFamily, name: string, options: SweepOptions = {}): SweepOutcome {
  return doAtOnce(designs(family, name, options));
}

/** As `sweep`, with pauses in which other work happens and `signal` can be aborted. */
export function sweepAsync(
  family: NetworkFamily,
  name: string,
  options: SweepOptions = {},
): Promise<SweepOutcome> {
  return doWithPauses(designs(family, name, options));
}

function* designs(family: NetworkFamily, name: string, options: SweepOptions): Pieces<SweepOutcome> {
  refuseUnknownOptions<SweepOptions>(options, SWEEP_OPTIONS, 'sweep');
  refuseUnknownFamilyKeys(family);
  const { onProgress, onDesign, ...rest } = options;
  const { sweeps = {} } = family;
  if (!Object.hasOwn(sweeps, name)) {
    const known = Object.keys(sweeps);
    throw new CheckError(
      `The family '${family.name}' has no sweep '${name}'; it has ${known.length === 0 ? 'none' : listed(known)}.${suggestion(name, known)}`,
    );
  }
  const sweep = sweeps[name]!;
  // All are chosen before any is explored, so that an impossible design is told at once and not after minutes.
  const all = designsOf(sweep).map((design) => chosenDesign(family, name, design));
  if (all.length === 0) {
    throw new CheckError(`The sweep '${name}' of '${family.name}' has no designs. Give each axis a value.`);
  }
  const cells: SweepCell[] = [];
  for (const [index, { labels, given, chosen }] of all.entries()) {
    const position = { design: index + 1, designs: all.length, labels, subject: chosen.subject };
    let outcome: DesignVerdict = { verdict: 'inconclusive', states: 0, budget: 'interrupted' };
    if (!options.signal?.aborted) {
      onProgress?.(position);
      const result = yield* exploration(chosen.network, {
        ...rest,
        // A table of designs compares what all states of each say.
        reduction: false,
        onProgress: (search) => onProgress?.({ ...position, search }),
      });
      for (const violation of result.violations) confirm(chosen.network, violation);
      outcome = designVerdict(result);
      onDesign?.(position, outcome, result.seconds, () => runOf(chosen, result));
    }
    cells.push({ labels, given, parameters: chosen.configuration, outcome });
    // Small designs end without a pause in which an interruption could be noticed.
    yield undefined;
  }
  return { network: family.name, name, sweep, cells };
}

function runOf(chosen: Chosen, result: ExploreResult): ExhaustiveRun {
  const { family, configuration, subject } = chosen;
  const evidence = evidencesOf(chosen, result.violations, {});
  return { mode: 'exhaustive', subject, notable: notableOf(family, configuration), result, evidence };
}

function chosenDesign(
  family: NetworkFamily,
  name: string,
  design: Design,
): Design & { readonly chosen: Chosen } {
  try {
    return { ...design, chosen: choose(family, design.given) };
  } catch (thrown) {
    if (!(thrown instanceof CheckError)) throw thrown;
    throw new CheckError(
      `The sweep '${name}' has an impossible design (${design.labels.join(', ')}). ${messageOf(thrown)}`,
    );
  }
}

/**
 * What a complete search, or one that ended at its first violation, says of a design.
 *
 * @testonly each verdict is shown with a result put together by hand
 */
export function designVerdict(result: ExploreResult): DesignVerdict {
  const { states, properties, violations, inconclusive } = result;
  const [shortest] = violations;
  if (shortest !== undefined) {
    return { verdict: 'violated', states, property: shortest.property, steps: shortest.steps.length };
  }
  const unmet = properties.find(({ verdict }) => verdict === 'violated');
  if (unmet !== undefined) return { verdict: 'violated', states, property: unmet.name };
  if (inconclusive !== undefined) return { verdict: 'inconclusive', states, budget: inconclusive.budget };
  return { verdict: 'holds', states };
}
