import { stateKey } from '../../src/reference/plain-state.js';
import { expect } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { BreadthFirst } from '../../src/explore/breadth-first.js';
import type { ExploreOptions } from '../../src/explore/explore-options.js';
import type { ExploreResult } from '../../src/explore/explore-result.js';
import { explore as exploreOnly } from '../../src/explore/explore.js';
import { replay } from '../../src/counterexample/replay.js';
import { plainSearch } from '../../src/reference/plain-search.js';
import { Walker } from '../../src/explore/walker.js';
import { run } from '../../src/explore/search.js';
import type { Network } from '../../src/network/network.js';
import { BUILT_IN_PROPERTIES, hardCaseOf, NO_STUCK } from '../../src/network/property.js';
import { PropertyEvaluator } from '../../src/property/property-evaluator.js';

/** Networks up to this size are searched three ways. */
const STATES_MAX = 50_000;
/** The plain search for runs that never end takes far more than linear time. */
const PROGRESS_STATES_MAX = 500;
const WALKS = 20;
const STEPS_MAX = 200;

/**
 * The tables must mean what XState means. Three searches must agree: the tables, a plain search that asks XState at every step and
 * keeps states as text, and random walks. They must find the same states (not only as many), the same number of edges, levels
 * and ends, and the same violations and witnesses.
 *
 * @param known how many states there are: what may be asked of the plain search depends on it
 */
export function expectAgreement(
  network: Network,
  known = exploreOnly(network, { afterViolation: 'continue', progressChecks: false }).states,
): void {
  expect(known).toBeLessThanOrEqual(STATES_MAX);
  const progressChecks = known <= PROGRESS_STATES_MAX;
  const search = new BreadthFirst(network, { afterViolation: 'continue', progressChecks });
  const tables = run(search);
  expect(tables.states).toBe(known);
  const plain = plainSearch(network, { progressChecks });

  const { states, steps, depth, terminal } = tables;
  expect({ states, steps, depth, terminal }).toEqual({
    states: plain.states,
    steps: plain.steps,
    depth: plain.depth,
    terminal: plain.terminal,
  });
  const keys = [...search.contents()].map(stateKey);
  expect(keys.filter((key) => !plain.keys.has(key))).toEqual([]);
  expect(new Set(keys).size).toBe(plain.states);

  const isWitness = (property: string) =>
    network.properties.some((each) => each.name === property && each.kind === 'reachable');
  const violated = tables.properties.filter((each) => each.verdict === 'violated' && !isWitness(each.name));
  expect(violated.map((each) => each.name).sort()).toEqual(plain.violated);
  // What a deadlock waits for is told from the tables and from plain data alike.
  for (const violation of tables.violations.filter(({ property }) => property === 'deadlock-freedom'))
    expect(replay(network, violation).message).toBe(violation.message);
  const met = tables.properties.filter((each) => each.verdict === 'holds' && isWitness(each.name));
  expect(met.map((each) => each.name).sort()).toEqual(plain.witnessed);
  const untested = [...tables.vacuous, ...(tables.notApplicable ?? [])].filter(
    ({ what }) => what === 'its hard case',
  );
  const tested = network.properties
    .filter((each) => hardCaseOf(each) !== undefined)
    .filter(({ name }) => !untested.some(({ property }) => property === name));
  // That a condition is met is told otherwise.
  const isHardCase = (name: string) =>
    network.properties.some((each) => each.name === name && hardCaseOf(each) !== undefined);
  expect(tested.map((each) => each.name).sort()).toEqual(plain.hardCases.filter(isHardCase));

  const engine = new Engine(network);
  const seen = new Set<string>();
  const walker = new Walker(engine, ({ vector }) => seen.add(stateKey(engine.contents(vector))));
  const evaluator = new PropertyEvaluator(engine);
  const found = new Set<string>();
  for (let seed = 1; seed <= WALKS; seed++) {
    const { finding } = walker.walk(evaluator.fresh(), seed, STEPS_MAX);
    if (finding !== undefined) found.add(finding.property);
  }
  expect(seen.size).toBeGreaterThan(0);
  expect([...seen].filter((key) => !plain.keys.has(key))).toEqual([]);
  expect([...found].filter((property) => !plain.violated.includes(property))).toEqual([]);
  const builtIn = BUILT_IN_PROPERTIES.filter((name) => progressChecks || name !== NO_STUCK);
  expect(tables.properties.slice(0, builtIn.length).map((each) => each.name)).toEqual(builtIn);
}

/** `explore`, which also checks the agreement of all searches wherever the state space was gone through completely. */
export function explore(network: Network, options: ExploreOptions = {}): ExploreResult {
  const result = exploreOnly(network, options);
  const isComplete =
    result.inconclusive === undefined &&
    (result.violations.length === 0 || options.afterViolation === 'continue');
  if (isComplete && options.orbit === undefined && result.states > 0 && result.states <= STATES_MAX)
    expectAgreement(network, options.until === undefined ? result.states : undefined);
  return result;
}
