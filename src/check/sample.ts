import { type CampaignResult, trials } from '../campaign/campaign.js';
import type { EnumeratedSpace } from '../campaign/state-space.js';
import { doWithPauses, type Pieces } from '../explore/pieces.js';
import type { NetworkFamily } from '../network/family.js';
import { faultsOf, valuesOf } from '../network/parameters.js';
import { type Evidence, evidenceOf, type TraceOptions } from './evidence.js';
import type { RunWatch } from './progress.js';
import type { Subject } from './subject.js';

/** What is asked of a sample of random runs, and of a swarm. */
export interface SampleRequest {
  readonly family: NetworkFamily;
  /** Parameters that are not drawn. */
  readonly given?: Readonly<Record<string, unknown>>;
  readonly faults?: readonly string[];
  /** State spaces that are known; see `CampaignOptions`. */
  readonly enumerated?: readonly EnumeratedSpace[];
  readonly seed: number;
  readonly runs: number;
  readonly secondsMax?: number | undefined;
}

/** What random runs found, confirmed. */
export interface Sampled {
  readonly result: CampaignResult;
  readonly evidence: readonly Evidence[];
}

/** What random runs are about: `parameters` are those that are not drawn. */
export function sampleSubject({ family, given = {}, faults: ids = [] }: SampleRequest): Subject {
  const faults = faultsOf(family, ids);
  // What is not given is drawn: that the defaults go with it is not asked.
  const values = valuesOf(family, given, faults);
  const fixed = Object.fromEntries(Object.keys(given).map((name) => [name, values[name]!]));
  return { network: family.name, parameters: fixed, faults: [...faults] };
}

/** Runs a campaign, and confirms and renders what it found. */
export function* sampled(request: SampleRequest, traces: TraceOptions, watch: RunWatch): Pieces<Sampled> {
  const { family, enumerated = [], seed, runs, secondsMax } = request;
  const { signal, onProgress, onViolations } = watch;
  const subject = sampleSubject(request);
  const result = yield* trials(family, {
    seed,
    runs,
    faults: subject.faults,
    fixed: subject.parameters,
    enumerated,
    ...(signal === undefined ? {} : { signal }),
    ...(secondsMax === undefined ? {} : { secondsMax }),
    onProgress: (done) => onProgress?.({ kind: 'campaign', runsMax: runs, ...done }),
    onViolation: (violation) => onViolations?.([violation]),
  });
  watch.onSearched?.();
  if (result.violation === undefined) return { result, evidence: [] };
  const { violation, configuration, network } = result.violation;
  const chosen = { family, configuration, network, subject: { ...subject, parameters: configuration } };
  return { result, evidence: [evidenceOf(chosen, violation, traces)] };
}

/** As `campaignAsync`, with what it found confirmed. */
export function campaignConfirmed(
  request: SampleRequest,
  traces: TraceOptions,
  watch: RunWatch,
): Promise<Sampled> {
  return doWithPauses(sampled(request, traces, watch));
}
