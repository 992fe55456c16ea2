// Goal: whatever parameters a healthy network is given, it violates nothing, or is refused: no witness is stated where there is no way to it; and no claim is one that
// nothing puts to the test.
// Method: configurations near those that `check` explores, with some parameters drawn anew; more of them, and further, in the mode `whole`. Those that it explores, of the
// smaller families; the larger ones have that in files of their own.

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { catalogue } from '../../properties/catalogue.js';
import { corePools } from '../../properties/core-pool/family.js';
import { drainBarrier } from '../../properties/drain-barrier/family.js';
import { graphLaunch } from '../../properties/graph-launch/family.js';
import { groupedGemm } from '../../properties/grouped-gemm/family.js';
import { moeLayerRows } from '../../properties/moe-layer/family.js';
import { decodePipeline, prefillPipeline } from '../../properties/pipeline/family.js';
import { ubPaths } from '../../properties/ub-path/family.js';
import { ubSwitch } from '../../properties/ub-switch/family.js';
import {
  CheckError,
  choose,
  type Configuration,
  explore,
  type Network,
  type NetworkFamily,
  type Parameter,
} from '../../src/index.js';
import { exploredOnce } from '../support/explored-once.js';
import { expectNothingVacuous } from '../support/nothing-vacuous.js';
import { IS_WHOLE } from '../support/whole.js';

const CONFIGURATIONS = IS_WHOLE ? 200 : 5;
const STATES_MAX = IS_WHOLE ? 60_000 : 2_000;

/** Designs of dispatch-combine that are there to be found unsafe: see docs/dispatch-combine.md. */
const isUnsafe = ({ buffers, combineSignal, paths }: Configuration): boolean =>
  buffers === 'one' || buffers === 'two' || (combineSignal === 'store' && paths === 'unordered');

const valuesOf = (parameter: Parameter): fc.Arbitrary<number | string> =>
  parameter.kind === 'choice'
    ? fc.constantFrom(...parameter.values)
    : fc.integer({ min: parameter.min, max: Math.min(parameter.max, parameter.min + 3) });

function someConfigurations({ parameters, exhaustive }: NetworkFamily): Configuration[] {
  const near = fc
    .subarray(Object.entries(parameters), { maxLength: Math.min(5, Object.keys(parameters).length) })
    .chain((drawn) => fc.record(Object.fromEntries(drawn.map(([name, each]) => [name, valuesOf(each)]))));
  const any = fc
    .tuple(fc.constantFrom<Configuration>({}, ...exhaustive), near)
    .map(([base, drawn]): Configuration => ({ ...base, ...drawn }));
  return fc.sample(
    any.filter((configuration) => !isUnsafe(configuration)),
    { numRuns: CONFIGURATIONS, seed: 384 },
  );
}

function networkOf(family: NetworkFamily, given: Configuration): Network | undefined {
  try {
    return choose(family, given, []).network;
  } catch (error) {
    if (error instanceof CheckError) return undefined;
    throw error;
  }
}

it.each(catalogue.families)('$name: no healthy network violates anything', (family) => {
  const violated = someConfigurations(family).flatMap((given) => {
    const network = networkOf(family, given);
    const properties = network === undefined ? [] : explore(network, { statesMax: STATES_MAX }).properties;
    return properties
      .filter(({ verdict }) => verdict === 'violated')
      .map(({ name }) => `${name}: ${JSON.stringify(given)}`);
  });
  expect(violated).toEqual([]);
});

it.each([
  corePools,
  drainBarrier,
  graphLaunch,
  groupedGemm,
  moeLayerRows,
  decodePipeline,
  prefillPipeline,
  ubPaths,
  ubSwitch,
])('$name: what check explores puts each claim to the test', async (family) => {
  await expectNothingVacuous(family.exhaustive, exploredOnce(family));
});
