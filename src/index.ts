/**
 * A property-based model checker for networks of XState v5 statecharts.
 *
 * Describe a network with `defineNetwork`, state what must be true with `always`, `reachable` and `monitor`, and check it with
 * `explore` (all states), `walk` (random walks) or `campaign` (random configurations of a `NetworkFamily`); `swarm` tells which of
 * its faults the properties catch. Results tell which parts of the charts were used; `mergeCoverage` joins several. A `Violation`
 * can be made small with `minimise`, run through XState itself with `replay`, and shown with `renderCounterexample`. Claims about
 * numbers, a `BoundSuite`, are tried by `checkBounds`. `simulate` runs a network in virtual time, by the delays that its charts name.
 *
 * Wrong input and machines that the engine cannot interpret throw a `CheckError`; verdicts never do.
 */
export type { Bound, BoundSuite, TightInput } from './bounds/bound.js';
export {
  type BoundResult,
  type BoundsOptions,
  type BoundsResult,
  checkBounds,
  type MeasuredInput,
} from './bounds/check-bounds.js';
export { type Measure, Worst } from './bounds/measure.js';
export { type CampaignOptions, type CampaignResult, campaign } from './campaign/campaign.js';
export type { EnumeratedSpace, SampledSpace } from './campaign/state-space.js';
export {
  type SwarmFault,
  type SwarmOptions,
  type SwarmResult,
  type SwarmViolation,
  swarm,
} from './campaign/swarm.js';
export type { Catalogue } from './check/catalogue.js';
export { minimise } from './counterexample/minimise.js';
export { renderCounterexample } from './counterexample/render.js';
export { type ReplayResult, replay, type Schedule } from './counterexample/replay.js';
export { readTrace, type TraceFile, writeTrace } from './counterexample/trace-file.js';
export {
  type ChartCoverage,
  type Coverage,
  type Covered,
  mergeCoverage,
} from './interpreter/chart/coverage.js';
export type { ExploreOptions, ExploreResult } from './explore/breadth-first.js';
export type { Budgets, Exhausted } from './explore/budget.js';
export { explore } from './explore/explore.js';
export { type WalkOptions, type WalkResult, walk } from './explore/random-walk.js';
export type { Minimality, Violation, Witness } from './property/violation.js';
export type {
  ChannelFunction,
  ChannelKind,
  ChannelSpec,
  Channels,
  ChannelsOf,
  ChannelTable,
} from './network/channel.js';
export { CheckError } from './network/errors.js';
export type { NetworkFamily, Sweep, SweepAxis } from './network/family.js';
export {
  type ChoiceParameter,
  type Configuration,
  configurationOf,
  type Fault,
  type IntegerParameter,
  type Parameter,
} from './network/parameters.js';
export { type ComponentSpec, defineNetwork, type Network, type NetworkSpec } from './network/network.js';
export type {
  AlwaysProperty,
  BuiltInProperty,
  Claim,
  MonitorOptions,
  MonitorProperty,
  Property,
  PropertyKit,
  ReachableProperty,
  View,
} from './network/property.js';
export type { Machines, ViewOf } from './network/typed.js';
export { always, monitor, reachable } from './property/properties.js';
export type { Unseen, UnseenThings, Vacuity } from './property/unseen.js';
export type { PropertyVerdict, Verdict } from './property/verdict.js';
export type { Lease, Span } from './timing/leases.js';
export {
  type ComparedRow,
  type Comparison,
  isWithinBand,
  rowError,
  type RunBound,
  type ServiceLevel,
  type SimulatedSystem,
  type SystemOutcome,
  type SystemRunOptions,
} from './check/system.js';
export type {
  ComponentState,
  Resources,
  SimulateOptions,
  SimulateProgress,
  SimulateWatch,
  StartedTimer,
  TimedStimulus,
} from './timing/options.js';
export type { SimulateResult } from './timing/result.js';
export { simulate, Simulation } from './timing/simulation.js';
