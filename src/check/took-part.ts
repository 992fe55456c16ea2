import type { ReductionReport } from '../explore/reduction/reduction-report.js';

/** What a reduction did in an exploration; `undefined` where none took part, so that all states were searched. */
export function tookPart(
  reduction: ReductionReport | undefined,
): Exclude<ReductionReport, { readonly left: string }> | undefined {
  return reduction === undefined || 'left' in reduction ? undefined : reduction;
}
