import { campaign } from '../campaign/campaign.js';
import type { EnumeratedSpace } from '../campaign/state-space.js';
import { configurationOf, faultsOf } from '../network/parameters.js';
import type { Evidence } from '../report/evidence.js';
import { counted } from '../report/numbers.js';
import type { Subject } from '../report/subject.js';
import { evidenceOf } from './confirm.js';
import type { Progress } from './progress.js';
import type { Session } from './session.js';
import type { Target } from './target.js';

/** What a campaign is asked to do. */
export interface CampaignRequest {
  readonly target: Target;
  readonly given: Readonly<Record<string, string>>;
  readonly faults: readonly string[];
  /** State spaces that are known; see `CampaignOptions`. */
  readonly enumerated?: readonly EnumeratedSpace[];
  readonly seed: number;
  readonly runs: number;
  readonly traceDir: string;
  readonly secondsMax?: number | undefined;
}

/** Runs a campaign and confirms what it found. */
export async function runCampaign(session: Session, request: CampaignRequest, progress: Progress) {
  const { target, given, enumerated = [], seed, runs, traceDir, secondsMax } = request;
  const { family } = target;
  const faults = faultsOf(family, request.faults);
  const configuration = configurationOf(family, given, faults);
  const fixed = Object.fromEntries(Object.keys(given).map((name) => [name, configuration[name]!]));
  const subject: Subject = { network: family.name, parameters: fixed, faults: [...faults] };
  session.know({ searching: { mode: 'campaign', secondsMax }, subject, progress: undefined });
  const result = await campaign(family, {
    seed,
    runs,
    faults: [...faults],
    fixed,
    enumerated,
    signal: session.signal,
    ...(secondsMax === undefined ? {} : { secondsMax }),
    onProgress: (done) => {
      progress.update(`${family.name}: run ${done.runs} of ${runs}, ${counted(done.steps, 'step')}`);
      session.know({ progress: campaignProgress(done, runs) });
    },
    onViolation: (violation) => session.know({ violations: [violation] }),
  }).finally(() => progress.stop());
  session.know({ searching: undefined });
  const evidence: Evidence[] = [];
  if (result.violation !== undefined) {
    const { violation, configuration: parameters, network } = result.violation;
    const chosen = { target, configuration: parameters, network, subject: { ...subject, parameters } };
    evidence.push(evidenceOf(session, chosen, violation, traceDir));
  }
  return { subject, result, evidence };
}

/** How far a campaign has come: its runs stand where a search has levels. */
export function campaignProgress(done: { readonly runs: number; readonly steps: number }, runsMax: number) {
  return { states: 0, steps: done.steps, depth: done.runs, frontier: runsMax - done.runs };
}
