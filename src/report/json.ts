import type { CampaignResult } from '../campaign/campaign.js';
import type { ExploreResult } from '../explore/explore-result.js';
import type { WalkResult } from '../explore/random-walk.js';
import type { Evidence } from '../check/evidence.js';
import type { Subject } from '../check/subject.js';
import type { ShownWitness } from '../check/exhaustive.js';
import type { NamedByFault } from '../check/named-by-faults.js';
import { namedFirst, namedJson } from './named-by-faults.js';
import { traceJson } from './trace-json.js';
import { witnessJson } from './witness-text.js';

/** The object that `explore --json` prints. Its `violation` is the first of what the faults name, or the one found first; of several, `violations` has all. */
export function explorationJson(
  subject: Subject,
  result: ExploreResult,
  evidence: readonly Evidence[],
  witnesses: readonly ShownWitness[] = [],
  named: readonly NamedByFault[] = [],
) {
  const { verdict, states, steps, depth, terminal, seconds, bytesPerState, xstateCalls } = result;
  return {
    ...subjectJson(subject),
    verdict,
    states,
    steps,
    depth,
    terminal,
    seconds,
    progress: result.progress,
    bytesPerState,
    xstateCalls,
    ...(result.reduction === undefined ? {} : { reduction: result.reduction }),
    properties: result.properties,
    vacuous: result.vacuous,
    ...(result.notApplicable === undefined ? {} : { notApplicable: result.notApplicable }),
    neverSeen: result.neverSeen,
    coverage: result.coverage,
    ...(named.length === 0 ? {} : { named: namedJson(named, result) }),
    ...violationsJson(namedFirst(named, evidence)),
    ...(witnesses.length === 0 ? {} : { witnesses: witnesses.map(witnessJson) }),
    ...(result.inconclusive === undefined ? {} : { inconclusive: result.inconclusive }),
  };
}

/** The object that `walk --json` prints. */
export function walkJson(subject: Subject, result: WalkResult, evidence: readonly Evidence[]) {
  const { verdict, seed, walks, steps, states, ended, seconds, xstateCalls, properties, coverage } = result;
  return {
    ...subjectJson(subject),
    verdict,
    seed,
    walks,
    steps,
    states,
    ended,
    seconds,
    xstateCalls,
    properties,
    neverSeen: result.neverSeen,
    coverage,
    ...violationsJson(evidence),
    ...(result.inconclusive === undefined ? {} : { inconclusive: result.inconclusive }),
  };
}

/** The object that `campaign --json` prints: `parameters` are the fixed ones, those of the violation are its own. */
export function campaignJson(
  subject: Subject,
  result: CampaignResult,
  runsMax: number,
  evidence: readonly Evidence[],
) {
  const { verdict, seed, runs, steps, configurations, seconds, properties } = result;
  const { coverage, sampled, shrunk, inconclusive } = result;
  const [first] = evidence;
  return {
    ...subjectJson(subject),
    verdict,
    seed,
    runs,
    steps,
    configurations,
    seconds,
    properties,
    coverage,
    sampled: sampled.map(({ configuration, ...space }) => ({ parameters: configuration, ...space })),
    ...(shrunk === undefined ? {} : { shrunk }),
    ...(first === undefined ? {} : { violation: { parameters: first.parameters, ...violationJson(first) } }),
    ...(inconclusive === undefined ? {} : { inconclusive: { ...inconclusive, frontier: runsMax - runs } }),
  };
}

function subjectJson({ network, parameters, faults }: Subject) {
  return { network, parameters, faults };
}

function violationsJson([first, ...others]: readonly Evidence[]) {
  if (first === undefined) return {};
  const violation = violationJson(first);
  return {
    violation,
    ...(others.length === 0 ? {} : { violations: [violation, ...others.map(violationJson)] }),
  };
}

function violationJson(evidence: Evidence) {
  const { property, message, minimality, steps, deliveries, loop } = evidence.violation;
  const told = deliveries?.some((labels) => labels.length > 0) ? { deliveries } : {};
  const cycle = loop === undefined ? {} : { loop };
  const { explanation } = evidence;
  return {
    property,
    message,
    minimality,
    steps,
    ...cycle,
    ...told,
    ...traceJson(evidence),
    ...(explanation === undefined ? {} : { explanation }),
  };
}
