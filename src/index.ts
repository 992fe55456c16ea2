/**
 * A property-based model checker for networks of XState v5 statecharts.
 *
 * Functions that take long have two forms: the plain one does all its work before it returns; the one called `...Async` pauses, so that progress
 * can be shown and an `AbortSignal` can be aborted. Wrong input, and machines that cannot be interpreted, throw a `CheckError`; verdicts never do.
 */

// Describe a network: components are XState machines, and channels say how messages travel between them.
// `defineNetwork` checks names and types; `componentRef` addresses another component in `sendTo`;
// `replaceMachines` puts a machine of your own in the place of one of a network.
export { componentRef } from './network/component-ref.js';
export type { ActorSpec, ActorSpecs, Told } from './network/actors.js';
export { type ComponentSpec, defineNetwork, type Network, type NetworkSpec } from './network/network.js';
export type {
  ChannelFunction,
  ChannelKind,
  ChannelSpec,
  Channels,
  ChannelsOf,
  ChannelTable,
} from './network/channel.js';
export type { Machines, ViewOf } from './network/typed.js';
export { type ReplacedMachines, replaceMachines, withMachines } from './network/replace-machines.js';
export { CheckError } from './network/errors.js';

// State what must be true: of every state (`always`), of some state (`reachable`), or of every run (`monitor`, a machine that watches).
// A predicate sees a state as a `View`; a monitor hears messages, and each `Step` as an event.
// Of runs that never end: what stays possible, and what must come in the end, in every fair run.
export {
  always,
  alwaysPossible,
  eventually,
  everyComponentCanRest,
  leadsTo,
  monitor,
  reachable,
} from './property/properties.js';
export type { Fairness, FairnessRule, FairnessSpec, FairUnit } from './network/fairness.js';
export type {
  AlwaysPossibleProperty,
  AlwaysProperty,
  BuiltInProperty,
  CanRestProperty,
  Claim,
  HardCase,
  LeadsToProperty,
  MonitorOptions,
  MonitorProperty,
  Property,
  PropertyKit,
  ReachableProperty,
  View,
} from './network/property.js';
export type { Step } from './network/step.js';

// Check it: `check` does all that there is to do, `assertHolds` is for tests.
// `explore` visits every state of one network, `walk` takes random walks through it.
export { check, checkAsync } from './check/check.js';
export type { CheckAsyncOptions, CheckOptions, CheckProgress, RunPosition } from './check/options.js';
export type { Shard } from './check/schedule.js';
export type {
  BoundsRun,
  CanaryRun,
  CheckResult,
  CheckRun,
  ComparisonRun,
  ExhaustiveRun,
  NetworkSummary,
  RandomRun,
  UndoneRun,
} from './check/result.js';
export type { HardCaseCell, HardCaseRow, HardCaseTable } from './check/hard-cases.js';
export { assertHolds, assertHoldsAsync, type AssertOptions } from './check/assert-holds.js';
export type { RunProgress } from './check/progress.js';
export type { Checkable, Subject } from './check/subject.js';
export { explore, exploreAsync } from './explore/explore.js';
export type { ExploreOptions } from './explore/explore-options.js';
export type { ExploreResult } from './explore/explore-result.js';
export type { ProgressReport } from './explore/progress/endless-runs.js';
export type { ReductionReport } from './explore/reduction/reduction-report.js';
export {
  type ChoiceName,
  type ChoicePoint,
  type ChoicesOptions,
  type ChoicesResult,
  compareChoices,
  compareChoicesAsync,
} from './campaign/choices.js';
export type { UnseenTransition } from './campaign/first-transitions.js';
export { walk, walkAsync, type WalkOptions, type WalkResult } from './explore/random-walk.js';
export type { Budgets, Exhausted } from './explore/budget.js';
export type { SearchProgress, SearchWatch } from './explore/search.js';
export type { StopSignal } from './interpreter/deadline.js';

// Look at what was found: a `Violation` can be made small, run through XState itself, and shown.
// Results also tell which parts of the charts were used, and which claims said nothing.
export type { HardCaseStatus, PropertyVerdict, Verdict } from './property/verdict.js';
export type { Minimality, Violation, Witness } from './property/violation.js';
export type { Unseen, UnseenThings, Vacuity } from './property/unseen.js';
export type { Evidence, TraceOrigin } from './check/evidence.js';
export { minimise } from './counterexample/minimise.js';
export { replay, type ReplayResult, type Schedule } from './counterexample/replay.js';
export { renderCounterexample } from './counterexample/render.js';

// Understand it: `explain` tells why, in the network's own words; of the explanation `briefText` makes a text of at most 40 lines.
export { explain, type ExplainedRun, type ExplainOptions } from './counterexample/explain/explain.js';
export { briefText, type BriefOptions } from './counterexample/explain/brief/brief.js';
export { stateAfter } from './counterexample/explain/changes.js';
export type * from './counterexample/explain/explanation.js';
export type { NetworkTelling, WaitsFor, Wording } from './network/telling.js';
export type { PropertyTelling, Variable } from './network/property.js';
export {
  type ChartCoverage,
  type Coverage,
  type Covered,
  mergeCoverage,
} from './interpreter/chart/coverage.js';

// Families and campaigns: networks of one kind by parameters and faults, checked in random configurations.
// A fault may be a `Patch` of the healthy network: `patched` applies it. `swarm` tells which faults the properties catch; `sweep` compares designs.
export type { NetworkFamily, Sweep, SweepAxis } from './network/family.js';
export {
  type ChoiceParameter,
  type Configuration,
  configurationOf,
  type Fault,
  type IntegerParameter,
  type Parameter,
  type Parameterised,
} from './network/parameters.js';
export { type ChartDraft, type Implementations, type Patch, patched, wiringOf } from './network/patch.js';
export {
  campaign,
  campaignAsync,
  type CampaignOptions,
  type CampaignProgress,
  type CampaignResult,
} from './campaign/campaign.js';
export type { EnumeratedSpace, SampledSpace } from './campaign/state-space.js';
export {
  swarm,
  swarmAsync,
  type SwarmFault,
  type SwarmOptions,
  type SwarmResult,
  type SwarmViolation,
} from './campaign/swarm.js';
export {
  type DesignPosition,
  type DesignVerdict,
  sweep,
  sweepAsync,
  type SweepCell,
  type SweepOptions,
  type SweepOutcome,
} from './check/sweep.js';

// Claims about numbers: a suite says by what bound an error stays, or what is exact.
// `checkBounds` lets fast-check try to break each claim.
export type { Bound, BoundSuite, TightInput } from './bounds/bound.js';
export {
  type BoundResult,
  type BoundsOptions,
  type BoundsProgress,
  type BoundsResult,
  checkBounds,
  checkBoundsAsync,
  type MeasuredInput,
} from './bounds/check-bounds.js';
export { type Measure, Worst } from './bounds/measure.js';

// Virtual time: a network run once, by the delays that its charts name.
// `chromeTrace` makes a timeline of it that Perfetto shows.
export type {
  ComponentState,
  Resources,
  SimulateOptions,
  SimulateProgress,
  SimulateWatch,
  StartedTimer,
  TimedStimulus,
} from './timing/options.js';
export type { SharedDelay, SpeedsOf } from './timing/shared-delays.js';
export type { SimulateResult } from './timing/result.js';
export { simulate, Simulation } from './timing/simulation.js';
export type { Lease, Span } from './timing/leases.js';
export { type ChromeTrace, chromeTrace } from './export/chrome-trace.js';

// Traces: a counterexample as a file, which can be kept beside the tests and run again.
// `replayTrace` tells whether the network still does what the trace says.
export { readTrace, type TraceFile, writeTrace } from './counterexample/trace-file.js';
export { type ReplayOutcome, replayTrace } from './check/replay-trace.js';

// Export: a machine's chart as text: for Stately's editor with all that it needs, for what renders Mermaid, and for Graphviz.
// The chart stays as it is; functions that need more than the context become stubs of their names.
export { exportDot } from './export/dot.js';
export { exportMermaid } from './export/mermaid.js';
export { exportStately } from './export/stately.js';
// And a counterexample, from its explanation: as a Mermaid sequence diagram, in the Informal Trace Format of Apalache and Quint, and as a timeline for Perfetto.
export { type ItfTrace, type ItfValue, itfTrace } from './export/itf.js';
export { sequenceDiagram } from './export/sequence-diagram.js';
export { stepsTimeline } from './export/steps-timeline.js';
// A trace as a test that fails as long as the network still does what it says.
export { type NetworkSource, vitestFile } from './export/vitest-file.js';

// For command lines over the checker: what ours is made of, and no user of the library needs.
// Subjects by their shape, single runs whose findings are confirmed and written as traces, and what a catalogue offers.
export type { Catalogue } from './check/catalogue.js';
export { runMaker } from './check/check.js';
export { searchesAtOnce } from './explore/budget.js';
export type { CheckWorker, CheckWorkers, PassedRun, RunOrder } from './check/worker.js';
export {
  type Compared,
  type ComparedValues,
  compareRows,
  findSensitivities,
  type Sensitivity,
} from './check/comparison.js';
export { type Explored, exploreConfirmed, type ShownWitness } from './check/exhaustive.js';
export { type NamedByFault, namedByFaults } from './check/named-by-faults.js';
export type { TraceOptions } from './check/evidence.js';
export type { RunWatch } from './check/progress.js';
export { resultOf, runVerdict } from './check/result.js';
export { type StateSpace, stateSpace } from './check/space.js';
export { campaignConfirmed, type Sampled, type SampleRequest, sampleSubject } from './check/sample.js';
export { type LargestLoad, largestLoad } from './check/service-level.js';
export { asFamily, choose, type Chosen, notableOf } from './check/subject.js';
export { swarmConfirmed } from './check/swarm.js';
export type { Comparison, ComparisonInput, ServiceLevel, SimulatedSystem } from './check/system.js';
export { isRefused, rangeNotes, seedNotes, sweepSystem } from './check/system-sweep.js';
export { walkConfirmed } from './check/walks.js';
export { unseenInAll } from './check/unseen.js';
export { replaceWhole, writeWhole } from './counterexample/files.js';
export { finalStateLines } from './counterexample/final-state.js';
export { printable } from './counterexample/printable.js';
export { messageOf } from './network/errors.js';
export { suggestion } from './network/nearest.js';
export { requireWitness, speaksOfEndlessRuns } from './network/property-names.js';
export { isFamily, isNetwork } from './network/require.js';
export { overall } from './property/verdict.js';
