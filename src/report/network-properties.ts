import type { CheckRun, NetworkRun } from '../check/result.js';
import type { Verdict } from '../property/verdict.js';
import { type ReportedProperty, reportedProperties } from './properties-text.js';

/**
 * One verdict a property: a violation wherever it was found; else what the exhaustive runs say, since a sample adds
 * nothing to them; else what the sample says. The margin is the smallest of all.
 */
export function propertiesOf(runs: readonly CheckRun[]): ReportedProperty[] {
  const byName = new Map<string, ReportedProperty>();
  for (const run of runs) {
    if (!isNetworkRun(run)) continue;
    const { properties } = run.result;
    const isExhaustive = run.mode === 'exhaustive';
    for (const each of isExhaustive ? reportedProperties(properties, run.result.violations) : properties) {
      const before = byName.get(each.name);
      byName.set(each.name, before === undefined ? each : joined(before, each, run.mode));
    }
  }
  return [...byName.values()];
}

function joined(
  before: ReportedProperty,
  now: ReportedProperty,
  mode: 'exhaustive' | 'random',
): ReportedProperty {
  const weight: Readonly<Record<Verdict, number>> =
    mode === 'exhaustive'
      ? { violated: 3, inconclusive: 2, 'holds-in-sample': 1, holds: 0 }
      : { violated: 3, inconclusive: 0, 'holds-in-sample': 0, holds: 0 };
  const worse = weight[now.verdict] > weight[before.verdict] ? now : before;
  const margins = [before.margin, now.margin].filter((margin) => margin !== undefined);
  return { ...worse, ...(margins.length === 0 ? {} : { margin: Math.min(...margins) }) };
}

export const isNetworkRun = (run: CheckRun): run is NetworkRun =>
  run.mode === 'exhaustive' || run.mode === 'random';
