import { type ComparisonRun, type ExhaustiveRun, isComplete } from '../../check/result.js';
import { isPredicted, type SystemOutcome } from '../../check/system.js';
import type { DesignVerdict, SweepOutcome } from '../../check/sweep.js';
import type { Report } from './report-data.js';

type Plots = Report['plots'];

const PERCENT = 100;

/** Published figures beside simulated ones. */
export function comparisonPlot(runs: readonly ComparisonRun[]): Plots['comparison'] {
  return runs.flatMap(({ values }) =>
    values.map(({ row, fitted, error, isWithinBand }) => {
      const scale = row.isInPoints ? 1 : PERCENT;
      return {
        name: row.name,
        unit: row.unit,
        source: row.source,
        published: typeof row.published === 'number' ? [row.published] : [...row.published],
        simulated: [...fitted],
        error: error * scale,
        band: row.band * scale,
        isInPoints: row.isInPoints,
        kind: kindOf(row),
        isWithinBand,
      };
    }),
  );
}

function kindOf(row: ComparisonRun['values'][number]['row']): Plots['comparison'][number]['kind'] {
  if (isPredicted(row)) return 'predicted';
  if (row.isInput) return 'input';
  return row.fitted.length > 0 ? 'fitted' : 'judged';
}

/** Sizes of the state spaces that were explored. */
export function growthPlot(runs: readonly ExhaustiveRun[]): Plots['growth'] {
  return runs.map((run) => ({
    network: run.subject.network,
    parameters: { ...run.notable },
    states: run.result.states,
    isComplete: isComplete(run),
  }));
}

/** The designs of a sweep, each with its verdict. @param counterexamples by design: its id, as far as there is one */
export function designsPlot(
  { network, sweep, cells }: SweepOutcome,
  counterexamples: readonly (string | undefined)[],
): Plots['designs'][number] {
  return {
    title: sweep.title,
    network,
    rows: sweep.rows.title,
    columns: sweep.columns.map(({ title }) => title),
    cells: cells.map(({ labels, outcome }, at) => ({
      labels: [...labels],
      ...designOf(outcome),
      ...(counterexamples[at] === undefined ? {} : { counterexample: counterexamples[at] }),
    })),
  };
}

function designOf(outcome: DesignVerdict) {
  const { verdict, states } = outcome;
  if (outcome.verdict !== 'violated') return { verdict, states };
  const { property, steps } = outcome;
  return { verdict, states, property, ...(steps === undefined ? {} : { steps }) };
}

/** A run of a system in virtual time, by its batch. */
export interface SystemPoint {
  readonly batch: number;
  readonly outcome: SystemOutcome;
}

/** What batches buy, and what they cost. */
export function throughputPlot(points: readonly SystemPoint[]): Plots['throughput'] {
  return points.flatMap(({ batch, outcome: { figures, bounds, utilisation } }) => {
    const { tpotMs, tokensPerSecondPerNpu: tokensPerSecond } = figures;
    if (typeof tpotMs !== 'number' || typeof tokensPerSecond !== 'number') return [];
    return [
      {
        batch,
        tpotMs,
        tokensPerSecond,
        bounds: bounds.map(({ name, meaning, ratio }) => ({ name, meaning, ratio })),
        utilisation: { ...utilisation },
      },
    ];
  });
}

/** Points that were published: rows `…-tpot-BATCH` and `…-throughput-BATCH`, and limits in rows `slo-MS-batch`. */
export function publishedPoints(comparison: Plots['comparison']): Pick<Plots, 'published' | 'limits'> {
  const valueOf = (name: string) => comparison.find((row) => row.name === name)?.published[0];
  const published = comparison.flatMap(({ name, published: [tpotMs] }) => {
    const [, system, batch] = /^(.+)-tpot-(\d+)$/.exec(name) ?? [];
    const tokensPerSecond = valueOf(`${system}-throughput-${batch}`);
    return tpotMs === undefined || tokensPerSecond === undefined
      ? []
      : [{ batch: Number(batch), tpotMs, tokensPerSecond }];
  });
  const limits = comparison.flatMap(({ name, published: [batch] }) => {
    const [, limit] = /^slo-(\d+)-batch$/.exec(name) ?? [];
    return limit === undefined || batch === undefined ? [] : [{ tpotMs: Number(limit), batch }];
  });
  return { published, limits };
}
