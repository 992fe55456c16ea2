import { type CheckRun, runVerdict } from '../../check/result.js';
import type { ChartCoverage, Coverage } from '../../interpreter/chart/coverage.js';
import type { PropertyVerdict } from '../../property/verdict.js';
import type { ToldProperty } from '../../check/told-property.js';
import { budgetText, growingText, leftText } from '../budget-text.js';
import { counted } from '../numbers.js';
import { campaignCommand, COMPARISON_COMMAND, exploreCommand, suiteCommand } from './commands.js';
import type { ReportItem } from './report-data.js';

/** What an item is told of, beside what came of its run. */
export interface ItemContext {
  readonly id: string;
  /** How the command line is told of the network. */
  readonly reference: string;
  readonly seed: number;
  readonly toldOf: (property: string) => ToldProperty;
  readonly counterexamples: readonly string[];
}

/** One run as an item of a report. */
export function itemOf(run: CheckRun, context: ItemContext): ReportItem {
  const { network, faults } = run.subject;
  return {
    id: context.id,
    network,
    parameters: { ...run.notable },
    faults: [...faults],
    verdict: runVerdict(run),
    counterexamples: [...context.counterexamples],
    ...ofMode(run, context),
  };
}

type OfMode = Pick<ReportItem, 'kind' | 'properties' | 'again'> & Partial<ReportItem>;

function ofMode(run: CheckRun, { reference, seed, toldOf }: ItemContext): OfMode {
  const { notable, subject } = run;
  const propertiesOf = (verdicts: readonly PropertyVerdict[]) =>
    verdicts.map(({ name, verdict, margin }) => ({
      name,
      ...toldOf(name),
      verdict,
      ...(margin === undefined ? {} : { margin }),
    }));
  switch (run.mode) {
    case 'exhaustive': {
      const { states, steps, depth, properties, coverage, inconclusive } = run.result;
      return {
        kind: 'exhaustive',
        states,
        steps,
        depth: Math.max(0, depth - 1),
        properties: propertiesOf(properties),
        exercised: exercisedOf(coverage),
        again: exploreCommand(reference, notable, subject.faults),
        ...(inconclusive === undefined
          ? {}
          : {
              remark: [
                budgetText(inconclusive.budget, leftText(inconclusive, states)),
                ...growingText(inconclusive.growing),
              ].join(' '),
            }),
      };
    }
    case 'random': {
      const { runs, steps, configurations, properties, coverage, inconclusive } = run.result;
      return {
        kind: 'sample',
        runs,
        steps,
        configurations,
        properties: propertiesOf(properties),
        exercised: exercisedOf(coverage),
        again: campaignCommand(reference, run.runsMax, seed),
        ...(inconclusive === undefined
          ? {}
          : { remark: budgetText(inconclusive.budget, `${counted(inconclusive.frontier, 'run')} left`) }),
      };
    }
    case 'bounds': {
      const { left, endedBy = 'interrupted' } = run.result;
      return {
        kind: 'bounds',
        runs: run.result.bounds.reduce((sum, bound) => sum + bound.runs, 0),
        properties: run.result.bounds.map(({ name, verdict, title, formula }) => ({
          name,
          sentence: `${title}: ${formula}`,
          verdict,
        })),
        again: suiteCommand(subject.network, run.inputs, seed, []),
        ...(left === 0 ? {} : { remark: budgetText(endedBy, `${counted(left, 'claim')} left`) }),
      };
    }
    case 'comparison': {
      const { inconclusive } = run.result;
      return {
        kind: 'comparison',
        runs: run.values.length,
        properties: run.values.map(({ row, isWithinBand }) => ({
          name: row.name,
          sentence: row.source,
          verdict: isWithinBand ? 'holds-in-sample' : 'violated',
        })),
        again: COMPARISON_COMMAND,
        ...(inconclusive === undefined
          ? {}
          : { remark: budgetText(inconclusive.budget, `${counted(inconclusive.left, 'row')} left`) }),
      };
    }
    case 'canary': {
      const { states, steps, depth } = run.result;
      const isSuite = states === undefined;
      return {
        kind: 'canary',
        ...(states === undefined ? {} : { states }),
        ...(steps === undefined ? {} : { steps }),
        ...(depth === undefined ? {} : { depth: Math.max(0, depth - 1) }),
        properties: [],
        again: isSuite
          ? `npx cloudmatrix-check ${subject.network} --fault ${subject.faults.join(' --fault ')} --seed ${seed}`
          : exploreCommand(reference, {}, subject.faults),
      };
    }
  }
}

/** How much of the charts of components was exercised. */
function exercisedOf({ machines }: Coverage): NonNullable<ReportItem['exercised']> {
  const of = (kind: 'states' | 'transitions' | 'guards'): [number, number] => {
    const seen = sum(machines, (chart) => chart[kind].visited.length);
    return [seen, seen + sum(machines, (chart) => chart[kind].unvisited.length)];
  };
  return { states: of('states'), transitions: of('transitions'), guards: of('guards') };
}

function sum(charts: readonly ChartCoverage[], of: (chart: ChartCoverage) => number): number {
  return charts.reduce((total, chart) => total + of(chart), 0);
}
