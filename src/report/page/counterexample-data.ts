import type { Evidence } from '../../check/evidence.js';
import type { Explanation } from '../../counterexample/explain/explanation.js';
import type { Configuration } from '../../network/parameters.js';
import { byTrace } from '../../check/same-trace.js';
import { replayCommand } from '../evidence.js';
import type { ChartIds } from './chart-collection.js';
import type { ReportCounterexample } from './report-data.js';

/** What was found, each trace once. */
export function counterexamplesOf(
  evidence: readonly Evidence[],
  context: {
    readonly item: string;
    readonly charts: ChartIds;
    /** Labels of the design of a sweep that it is about. */
    readonly design?: readonly string[];
    readonly notable: (parameters: Configuration) => Configuration;
    readonly newId: (explanation: Explanation) => string;
  },
): ReportCounterexample[] {
  return byTrace(evidence).flatMap((group) => {
    const told = group.find(({ explanation }) => explanation !== undefined);
    if (told?.explanation === undefined) return [];
    const { explanation, parameters } = told;
    const written = group.find(({ traceFile }) => traceFile !== null);
    return [
      {
        id: context.newId(explanation),
        item: context.item,
        parameters: { ...context.notable(parameters) },
        ...(context.design === undefined ? {} : { design: [...context.design] }),
        ...(written === undefined || written.traceFile === null
          ? {}
          : { again: replayCommand(written.traceFile, written.replayNetwork) }),
        ...chartsFor(explanation, context.charts),
        explanation,
      },
    ];
  });
}

/** The charts of what an explanation speaks of. */
export function chartsFor(
  { components, monitors }: Explanation,
  charts: ChartIds,
): Pick<ReportCounterexample, 'charts' | 'monitorCharts'> {
  return {
    charts: components.map(({ id }) => charts.components.get(id) ?? null),
    monitorCharts: monitors.map(({ property }) => charts.monitors.get(property) ?? null),
  };
}
