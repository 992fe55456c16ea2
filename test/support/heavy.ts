/** What takes long and is not there to be covered: called by `inThread`, with data, for data. */
import { type Comparing, compareReductions } from '../../bench/confluence/compare-reduction.js';
import { compareCores } from '../../bench/twins/compare-cores.js';
import { compareNetworks } from '../../bench/twins/compare-networks.js';
import { catalogue } from '../../properties/catalogue.js';
import { dispatchCombine } from '../../properties/dispatch-combine/family.js';
import { throughputBounds } from '../../properties/throughput/suite.js';
import { COST_FAULTS } from '../../properties/throughput/faults.js';
import {
  type BoundsOptions,
  type BoundsResult,
  campaignAsync,
  type CampaignOptions,
  checkBoundsAsync,
  choose,
  type Configuration,
  configurationOf,
  explore,
  replay,
  type Verdict,
  walk,
} from '../../src/index.js';
import { tryReduction } from '../../src/explore/reduction/reduced-trial.js';
import { claimsViolated } from './alone.js';
import { sharingFamily } from './sharing.js';

const familyOf = (name: string) => sharingFamily(catalogue.families.find((family) => family.name === name)!);

export function checkSuite(name: string, options: BoundsOptions): Promise<BoundsResult> {
  return checkBoundsAsync(
    catalogue.suites!.find((suite) => suite.name === name)!,
    options,
  );
}

/** The verdict of the bound that each mistake in the costs breaks. */
export async function checkCostFaults(seed: number, runs: number): Promise<Record<string, Verdict>> {
  const verdicts: Record<string, Verdict> = {};
  for (const [fault, { property }] of Object.entries(COST_FAULTS)) {
    const options = { seed, runs, faults: [fault], only: [property], shrink: false };
    const { bounds } = await checkBoundsAsync(throughputBounds, options);
    verdicts[fault] = bounds[0]!.verdict;
  }
  return verdicts;
}

/** A campaign of one of the catalogue's families. */
export async function runCampaign(family: string, options: CampaignOptions) {
  const result = await campaignAsync(familyOf(family), options);
  const { verdict, runs, properties, violation } = result;
  return {
    verdict,
    runs,
    properties,
    ...(violation === undefined
      ? {}
      : { configuration: violation.configuration, violation: violation.violation }),
  };
}

/** Whether the campaign finds a fault by the property that catches it, in a run that XState confirms. */
export async function findFault(family: string, fault: string, options: CampaignOptions) {
  const { build, faults } = familyOf(family);
  const { property } = faults[fault]!;
  const found = await runCampaign(family, { ...options, faults: [fault], until: property });
  const { verdict, configuration, violation } = found;
  if (violation === undefined) return { verdict };
  const { isViolated } = replay(build(configuration!, new Set([fault])), violation);
  return { verdict, property: violation.property, isViolated };
}

/** What exploring one network of the catalogue comes to, without faults; parameters left out have their defaults. */
export function exploreHealthy(name: string, given: Configuration) {
  const family = familyOf(name);
  const result = explore(family.build(configurationOf(family, given), new Set()));
  const { verdict, states, steps, depth, terminal, properties, vacuous, notApplicable, neverSeen } = result;
  const violations = result.violations.map(({ property, message }) => ({ property, message }));
  const unseen = { vacuous, ...(notApplicable === undefined ? {} : { notApplicable }), neverSeen };
  return { verdict, states, steps, depth, terminal, properties, violations, ...unseen };
}

/** The claims of one of the catalogue's families that a fault violates, where it shows. */
export function claimsViolatedBy(name: string, fault: string): string[] {
  return claimsViolated(choose(familyOf(name), {}, [fault]).network);
}

/** One walk of dispatch-combine at the size at which C6 shows, without any fault. */
export function walkAtTheSizeOfC6(seed: number) {
  const configuration = configurationOf(dispatchCombine, {}, new Set(['C6']));
  const network = dispatchCombine.build(configuration, new Set());
  const { verdict, ended } = walk(network, { seed, walks: 1, stepsMax: 60_000 });
  return { verdict, ended };
}

/** Random networks, each searched by the tables and plainly. */
export function compareRandomNetworks(count: number, seed: number) {
  const { compared, differences, features, caught } = compareNetworks(count, seed);
  return { compared, differences, features: [...features], caught };
}

/** Random networks, each searched with some steps taken alone and without. */
export function compareReduced(comparing: Omit<Comparing, 'graphMax'>) {
  return compareReductions(tryReduction, { ...comparing, graphMax: comparing.statesMax });
}

export { compareCores };
export { mapBox } from '../machines/serving/box-of-sizes.js';
export { coverageOfCharts } from './chart-coverage.js';
