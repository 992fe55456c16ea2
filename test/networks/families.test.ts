// Goal: whatever parameters a healthy network is given, it violates nothing, or is refused: no witness is stated where there is no way to it; and no claim is one that
// nothing puts to the test.
// Method: configurations near those that `check` explores, with some parameters drawn anew, until so many possible ones are explored; more of them, and further, in the mode
// `whole`. Those that `check` explores, of the smaller families; the larger ones have that in files of their own.

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
import { type Configuration, explore, type NetworkFamily, type Parameter } from '../../src/index.js';
import { exploredOnce } from '../support/explored-once.js';
import { expectNothingVacuous } from '../support/nothing-vacuous.js';
import { possibleNetwork } from '../support/possible-network.js';
import { IS_WHOLE } from '../support/whole.js';

/** Possible ones, of each family. */
const CONFIGURATIONS = IS_WHOLE ? 200 : 5;
/** Possible and impossible ones: where these do not suffice, less than a quarter of what is drawn is possible. */
const DRAWS_MAX = 4 * CONFIGURATIONS;
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
    { numRuns: DRAWS_MAX, seed: 384 },
  );
}

it.each(catalogue.families)('$name: no healthy network violates anything', (family) => {
  const violated: string[] = [];
  let explored = 0;
  for (const given of someConfigurations(family)) {
    if (explored === CONFIGURATIONS) break;
    const network = possibleNetwork(family, given);
    if (network === undefined) continue;
    explored += 1;
    for (const { name, verdict } of explore(network, { statesMax: STATES_MAX }).properties) {
      if (verdict === 'violated') violated.push(`${name}: ${JSON.stringify(given)}`);
    }
  }
  expect(violated).toEqual([]);
  expect(explored, `possible ones among ${DRAWS_MAX} configurations drawn of ${family.name}`).toBe(
    CONFIGURATIONS,
  );
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
