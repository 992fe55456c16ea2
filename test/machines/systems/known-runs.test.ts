// Goal: what is run on charts that are there already comes to what it comes to by itself. Method: runs that differ in how cores are split, and in how many
// there are, one after the other and each alone.

import { expect, it } from 'vitest';
import { KnownRuns } from '../../../machines/systems/known-runs.js';

/** All of an outcome but how often XState was asked for it: later runs may meet states that earlier ones did not. */
const told = <Outcome extends { readonly result: object }>(outcome: Outcome) => ({
  ...outcome,
  result: { ...outcome.result, xstateCalls: 0 },
});

const cores = (aic: number, aiv: number) => ({ device: { base: 'ascend-910', aic, aiv } });

it('runs that lease other cores come to the same after each other as alone', () => {
  const runs = [
    [{ attentionAic: 8 }, undefined],
    [{}, undefined],
    [{}, cores(48, 96)],
    [{ attentionAic: 8 }, cores(12, 24)],
  ] as const;
  const together = new KnownRuns(1);
  const outcomes = runs.map(([given, description]) => together.decode(given, description));
  const alone = runs.map(([given, description]) => new KnownRuns(1).decode(given, description));
  expect(outcomes.map(told)).toEqual(alone.map(told));
  // All differ, or nothing would have been shown.
  const uses = outcomes.map(({ result }) => result.utilisation.AIC);
  expect(new Set(uses).size).toBe(runs.length);
  for (const { result } of outcomes) expect(result.violation).toBeUndefined();
});

it('likewise those of prefill', () => {
  const together = new KnownRuns(1);
  for (const description of [undefined, cores(48, 96), cores(12, 24)]) {
    const outcome = together.prefill({}, description);
    expect(told(outcome)).toEqual(told(new KnownRuns(1).prefill({}, description)));
    expect(outcome.result.violation).toBeUndefined();
  }
});
